package io.gantry.registry.localmodel;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.events.ArtifactReference;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.events.Keys;
import io.gantry.events.ModelCacheApplied;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which services have models that a cache keeps: those whose URI is the cache's or below it, in
/// its namespace if it has one, and of its group where they name one
/// (`pkg/controller/v1alpha1/localmodel` and `pkg/utils/localmodel.go` in KServe). Its owner guards
/// it.
final class CacheUsers {

    private static final String DISABLED = "serving.kserve.io/disable-localmodel";
    private static final String GROUP = "serving.kserve.io/nodegroup";

    private final Map<String, User> users = new HashMap<>();
    private final Map<String, Long> generations = new HashMap<>();

    /// One service.
    ///
    /// @param group null for any
    record User(
            String kind, String namespace, String name, Set<String> uris, @Nullable String group) {

        User {
            uris = Set.copyOf(uris);
        }

        boolean uses(ModelCacheApplied cache) {
            boolean here =
                    cache.scope().equals(Keys.CLUSTER_SCOPE) || cache.scope().equals(namespace);
            String source = cache.artifact().storageUri();
            return here
                    && (group == null || cache.nodeGroups().contains(group))
                    && uris.stream()
                            .anyMatch(uri -> uri.equals(source) || uri.startsWith(source + "/"));
        }
    }

    /// @return what it was before and what it is now, of which either may be missing
    List<User> accept(InferenceServiceEvent event) {
        Long known = generations.get(event.key());
        if (known != null && known >= event.generation()) {
            return List.of();
        }
        generations.put(event.key(), event.generation());
        User before = users.remove(event.key());
        User now = event instanceof InferenceServiceApplied service ? userOf(service) : null;
        if (now != null) {
            users.put(event.key(), now);
        }
        return Stream.of(before, now).filter(Objects::nonNull).toList();
    }

    /// By namespace and name.
    List<User> of(ModelCacheApplied cache) {
        return users.values().stream()
                .filter(each -> each.uses(cache))
                .sorted(Comparator.comparing(User::namespace).thenComparing(User::name))
                .toList();
    }

    private static @Nullable User userOf(InferenceServiceApplied service) {
        JsonNode annotations = service.manifest().at("/metadata/annotations");
        Set<String> uris =
                service.revisions().stream()
                        .flatMap(revision -> revision.artifacts().stream())
                        .map(ArtifactReference::storageUri)
                        .collect(Collectors.toSet());
        return uris.isEmpty() || annotations.path(DISABLED).asText().equals("true")
                ? null
                : new User(
                        service.manifest().path("kind").asText(),
                        service.namespace(),
                        service.name(),
                        uris,
                        annotations.path(GROUP).textValue());
    }
}
