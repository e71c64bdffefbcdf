package io.gantry.registry.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.store.ResourceKey;
import io.gantry.registry.store.StoredResource;
import io.gantry.registry.watch.Change;
import io.gantry.registry.watch.Watcher;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One watch: changes as a stream of JSON objects, as the API server writes them.
///
/// A client that takes nothing for a while is cut off, so that what it does not take fills no
/// memory; it comes back with the last version that it has read, and misses nothing. One that only
/// takes its time, as over a long list, is waited for.
final class WatchStream implements Watcher {

    private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

    private static final String INITIAL_EVENTS_END = "k8s.io/initial-events-end";

    private final WatchRequest request;
    private final WatchSink sink;
    private final Context context;

    /// What the client was told of and has not seen go; used by the feed's thread only.
    private final Set<ResourceKey> shown = new HashSet<>();

    /// Since when the client has had something to take; on its connection's event loop only.
    private @Nullable Long fullSince;

    /// @param context of the client's connection
    WatchStream(WatchRequest request, WatchSink sink, Context context) {
        this.request = request;
        this.sink = sink;
        this.context = context;
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
        List<String> events = new ArrayList<>();
        for (Change change : changes) {
            if (!alreadySeen(change.resource())) {
                append(change, events);
            }
        }
        write(events);
    }

    @Override
    public void caughtUp(long version) {
        if (request.announcesEnd()) {
            write(List.of(bookmark(version, true)));
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
        write(List.of(event("ERROR", KServeJson.tree(status))));
        end();
    }

    /// Tells the client how far it is.
    void bookmark(long version) {
        if (request.bookmarks()) {
            write(List.of(bookmark(version, false)));
        }
    }

    void end() {
        context.runOnContext(_ -> sink.end());
    }

    private boolean alreadySeen(StoredResource resource) {
        return request.start() instanceof Start.Since(long version)
                && resource.identity().version() <= version;
    }

    /// A resource that a selector does not match any more is gone for this client.
    private void append(Change change, List<String> events) {
        StoredResource resource = change.resource();
        boolean wanted = change.type() != Change.Type.DELETED && request.wants(resource);
        boolean known = shown.contains(resource.key());
        if (wanted) {
            shown.add(resource.key());
            events.add(event(known ? "MODIFIED" : first(change), seen(resource)));
        } else if (shown.remove(resource.key()) || mayBeKnown(change)) {
            events.add(event("DELETED", seen(resource)));
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
        return event("BOOKMARK", request.rendering().of(object, kind));
    }

    private static String event(String type, ObjectNode object) {
        ObjectNode event = KServeJson.mapper().createObjectNode();
        event.put("type", type).set("object", object);
        return KServeJson.toJson(event);
    }

    private void write(List<String> events) {
        if (events.isEmpty()) {
            return;
        }
        context.runOnContext(_ -> {
            if (takesNothing()) {
                sink.cut();
            } else {
                sink.write(events);
            }
        });
    }

    private boolean takesNothing() {
        if (!sink.isFull()) {
            fullSince = null;
        } else if (fullSince == null) {
            fullSince = System.nanoTime();
        }
        return fullSince != null && System.nanoTime() - fullSince > PATIENCE_NANOS;
    }
}
