package io.gantry.registry.graph;

import io.gantry.events.InferenceGraphApplied;
import io.gantry.events.InferenceGraphEvent;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.events.Keys;
import io.gantry.events.LatestStates;
import io.gantry.graph.Graph;
import io.gantry.kserve.rules.ResourceRules;
import io.gantry.registry.store.ResourceKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which services there are, and which graphs go through them, as the registry itself has told.
/// Safe for use by several threads.
@ApplicationScoped
public class GraphSightings {

    private final LatestStates<InferenceServiceEvent> services = new LatestStates<>();
    private final LatestStates<InferenceGraphEvent> graphs = new LatestStates<>();
    private final Map<String, Set<ResourceKey>> usersOf = new HashMap<>();

    /// @return whose status may have changed
    public synchronized Set<ResourceKey> accept(InferenceServiceEvent event) {
        return services.accept(event) ? usersOf(event.namespace(), event.name()) : Set.of();
    }

    /// @return whose status may have changed
    public synchronized Set<ResourceKey> accept(InferenceGraphEvent event) {
        if (!graphs.accept(event)) {
            return Set.of();
        }
        ResourceKey key =
                new ResourceKey(
                        ResourceRules.INFERENCE_GRAPH.kind(), event.namespace(), event.name());
        usersOf.values().forEach(users -> users.remove(key));
        if (event instanceof InferenceGraphApplied applied) {
            for (String service : Graph.of(applied.spec()).services()) {
                usersOf.computeIfAbsent(
                                Keys.service(event.namespace(), service), _ -> new HashSet<>())
                        .add(key);
            }
        }
        usersOf.values().removeIf(Set::isEmpty);
        return Set.of(key);
    }

    /// The graphs that go through a service.
    public synchronized Set<ResourceKey> usersOf(String namespace, String service) {
        return Set.copyOf(usersOf.getOrDefault(Keys.service(namespace, service), Set.of()));
    }

    /// A service as it was told of; empty when there is none.
    public synchronized Optional<InferenceServiceApplied> service(String namespace, String name) {
        return services.get(Keys.service(namespace, name)).map(InferenceServiceApplied.class::cast);
    }
}
