package io.gantry.registry.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.registry.resource.Listed;
import io.gantry.registry.resource.Range;
import io.gantry.registry.store.Resources;
import io.gantry.registry.store.StoredResource;
import io.gantry.registry.watch.ChangeFeed;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Requests that read resources, and their answers.
@ApplicationScoped
class Reads {

    private final Resources resources;
    private final ChangeFeed feed;

    Reads(Resources resources, ChangeFeed feed) {
        this.resources = resources;
        this.feed = feed;
    }

    Uni<ObjectNode> get(RequestPath path) {
        return resources
                .find(path.key())
                .map(found ->
                        found.orElseThrow(() -> Failures.notFound(path.kind(), path.key().name())))
                .map(stored -> path.kind().seen(stored.seen()));
    }

    Uni<ObjectNode> list(RequestPath path, MultivaluedMap<String, String> parameters) {
        // Before the list is read, so that a watch from there misses nothing.
        long version = feed.position();
        return listed(path, ListRequest.of(parameters))
                .map(listed -> answer(path, listed, version));
    }

    /// @param version from which a watch misses nothing
    static ObjectNode answer(RequestPath path, Listed<StoredResource> listed, long version) {
        return Answers.list(path.kind(), listed, version, next(listed));
    }

    /// What the client's parameters choose of a collection.
    Uni<Listed<StoredResource>> listed(RequestPath path, ListRequest request) {
        return resources
                .list(path.kind().kind(), request.range(path.place()))
                .map(found -> request.selective() ? selected(found, request, path.place()) : found);
    }

    private static Listed<StoredResource> selected(
            Listed<StoredResource> found, ListRequest request, @Nullable String place) {
        List<StoredResource> matching =
                found.items().stream().filter(stored -> matches(request, stored)).toList();
        return Listed.of(matching, request.page(place));
    }

    private static boolean matches(ListRequest request, StoredResource stored) {
        return request.selector().matches(Bodies.metadata(stored.manifest()));
    }

    private static @Nullable String next(Listed<StoredResource> listed) {
        if (!listed.more()) {
            return null;
        }
        StoredResource last = listed.items().getLast();
        return ContinueToken.of(new Range.Position(last.key().scope(), last.key().name()));
    }
}
