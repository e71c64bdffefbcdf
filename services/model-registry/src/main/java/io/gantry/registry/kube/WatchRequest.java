package io.gantry.registry.kube;

import io.gantry.registry.store.StoredResource;
import io.gantry.registry.watch.Watcher.Start;
import io.vertx.core.MultiMap;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a client wants to watch.
///
/// @param bookmarks whether it wants to be told of versions at which nothing has changed for it
/// @param announcesEnd whether it wants to be told when it has what there was at the beginning
/// @param timeout after which it expects the answer to end
record WatchRequest(
        RequestPath path,
        ListRequest list,
        Start start,
        boolean bookmarks,
        boolean announcesEnd,
        Duration timeout,
        Rendering rendering) {

    private static final Set<String> NO = Set.of("", "false", "0");

    /// As long as the API server keeps watches that name no end, at the least.
    private static final Duration LONG = Duration.ofMinutes(30);

    static boolean wanted(MultiMap parameters) {
        return parameters.contains("watch") && !NO.contains(parameters.get("watch"));
    }

    /// @param accept the header
    /// @throws StatusException when a parameter cannot be read
    static WatchRequest of(RequestPath path, MultiMap given, @Nullable String accept) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        given.forEach(parameter -> parameters.add(parameter.getKey(), parameter.getValue()));
        boolean initial = flag(parameters, "sendInitialEvents");
        return new WatchRequest(
                path,
                ListRequest.of(parameters),
                initial ? new Start.Everything() : start(text(parameters, "resourceVersion")),
                flag(parameters, "allowWatchBookmarks"),
                initial,
                timeout(text(parameters, "timeoutSeconds")),
                Rendering.of(accept, parameters.getFirst("includeObject")));
    }

    /// Whether the resource is of those that are watched, and matches the selectors.
    boolean wants(StoredResource resource) {
        return inScope(resource) && list.selector().matches(Bodies.metadata(resource.manifest()));
    }

    /// Whether the resource is where the client looks. A single one is watched as a collection of
    /// which only it is wanted.
    boolean inScope(StoredResource resource) {
        boolean here = path.place() == null || resource.key().scope().equals(path.place());
        return here && (path.ofCollection() || resource.key().name().equals(path.key().name()));
    }

    private static Start start(String version) {
        if (version.isEmpty() || version.equals("0")) {
            return new Start.Everything();
        }
        try {
            return new Start.Since(Long.parseLong(version));
        } catch (NumberFormatException e) {
            throw Failures.badRequest(
                    "resourceVersion: Invalid value: \"%s\": give metadata.resourceVersion of a list or of an earlier event"
                            .formatted(version));
        }
    }

    private static Duration timeout(String seconds) {
        if (seconds.isEmpty()) {
            return LONG;
        }
        try {
            long given = Long.parseLong(seconds);
            return given <= 0 ? LONG : Duration.ofSeconds(Math.min(given, LONG.toSeconds() * 2));
        } catch (NumberFormatException e) {
            throw Failures.badRequest(
                    "timeoutSeconds: \"%s\" is no whole number".formatted(seconds));
        }
    }

    private static boolean flag(MultivaluedMap<String, String> parameters, String name) {
        return !NO.contains(text(parameters, name));
    }

    private static String text(MultivaluedMap<String, String> parameters, String name) {
        String value = parameters.getFirst(name);
        return value == null ? "" : value;
    }
}
