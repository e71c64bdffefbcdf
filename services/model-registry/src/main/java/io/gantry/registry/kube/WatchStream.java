package io.gantry.registry.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.store.ResourceKey;
import io.gantry.registry.store.StoredResource;
import io.gantry.registry.watch.Change;
import io.gantry.registry.watch.Watcher;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// One watch: changes as a stream of JSON objects, one a line, as the API server writes them.
///
/// A client that does not keep up is cut off rather than waited for; it comes back with the last
/// version that it has read, and misses nothing.
final class WatchStream implements Watcher {

    private static final String INITIAL_EVENTS_END = "k8s.io/initial-events-end";

    private final WatchRequest request;
    private final HttpServerResponse response;
    private final Context context;
    private final HttpConnection connection;

    /// What the client was told of and has not seen go; used by the feed's thread only.
    private final Set<ResourceKey> shown = new HashSet<>();

    /// @param http the request, of whose event loop this is called
    WatchStream(WatchRequest request, HttpServerRequest http, Vertx vertx) {
        this.request = request;
        this.response = http.response();
        this.connection = http.connection();
        this.context = vertx.getOrCreateContext();
    }

    @Override
    public String kind() {
        return request.path().kind().kind();
    }

    @Override
    public Start start() {
        return request.start();
    }

    @Override
    public void changed(List<Change> changes, long version) {
        StringBuilder lines = new StringBuilder();
        for (Change change : changes) {
            if (!alreadySeen(change.resource())) {
                append(change, lines);
            }
        }
        write(lines.toString());
    }

    @Override
    public void caughtUp(long version) {
        if (request.announcesEnd()) {
            write(bookmark(version, true));
        }
    }

    @Override
    public void tooNew(long version) {
        Status status =
                Status.failure(
                        410,
                        "Expired",
                        "Too large resource version: %d; list again and watch from there"
                                .formatted(version));
        write(line("ERROR", KServeJson.tree(status)));
        end();
    }

    /// Tells the client how far it is.
    void bookmark(long version) {
        if (request.bookmarks()) {
            write(bookmark(version, false));
        }
    }

    void end() {
        context.runOnContext(_ -> {
            if (!response.ended() && !response.closed()) {
                response.end();
            }
        });
    }

    private boolean alreadySeen(StoredResource resource) {
        return request.start() instanceof Start.Since(long version)
                && resource.identity().version() <= version;
    }

    /// A resource that a selector does not match any more is gone for this client.
    private void append(Change change, StringBuilder lines) {
        StoredResource resource = change.resource();
        boolean wanted = change.type() != Change.Type.DELETED && request.wants(resource);
        boolean known = shown.contains(resource.key());
        if (wanted) {
            shown.add(resource.key());
            lines.append(line(known ? "MODIFIED" : first(change), seen(resource)));
        } else if (shown.remove(resource.key()) || mayBeKnown(change)) {
            lines.append(line("DELETED", seen(resource)));
        }
    }

    private ObjectNode seen(StoredResource resource) {
        KubeKind kind = request.path().kind();
        return request.rendering().of(kind.seen(resource.seen()), kind);
    }

    /// What a client that has listed before may know already.
    private String first(Change change) {
        boolean listed = request.start() instanceof Start.Since && !request.list().selective();
        return listed ? change.type().name() : "ADDED";
    }

    /// Whether the client may have it from a list, where it looked as it did before the change.
    private boolean mayBeKnown(Change change) {
        return request.start() instanceof Start.Since(long version)
                && change.resource().identity().createdVersion() <= version
                && request.inScope(change.resource());
    }

    private String bookmark(long version, boolean endOfInitialEvents) {
        KubeKind kind = request.path().kind();
        ObjectNode object = KServeJson.mapper().createObjectNode();
        object.put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("resourceVersion", Long.toString(version));
        if (endOfInitialEvents) {
            metadata.putObject("annotations").put(INITIAL_EVENTS_END, "true");
        }
        return line("BOOKMARK", request.rendering().of(object, kind));
    }

    private static String line(String type, ObjectNode object) {
        ObjectNode event = KServeJson.mapper().createObjectNode();
        event.put("type", type).set("object", object);
        return KServeJson.toJson(event) + "\n";
    }

    private void write(String lines) {
        if (lines.isEmpty()) {
            return;
        }
        context.runOnContext(_ -> {
            if (response.ended() || response.closed()) {
                return;
            }
            if (response.writeQueueFull()) {
                connection.close();
            } else {
                response.write(lines);
            }
        });
    }
}
