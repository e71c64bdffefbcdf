package io.gantry.proxy.watch;

import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.events.Keys;
import io.gantry.events.LatestStates;
import io.gantry.events.PredictorEvent;
import io.gantry.events.PredictorObserved;
import io.gantry.proxy.route.ServiceRoute;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the topics said last, and which services that changed since somebody asked. Safe for use by
/// several threads.
final class Observed {

    private final LatestStates<InferenceServiceEvent> services = new LatestStates<>();
    private final LatestStates<PredictorEvent> predictors = new LatestStates<>();
    private final Map<String, Set<String>> predictorsOfService = new HashMap<>();
    private final Set<String> changed = new HashSet<>();

    /// @return true when there was nothing to collect before
    synchronized boolean accept(InferenceServiceEvent event) {
        return services.accept(event) && noteChange(event.key());
    }

    /// @return true when there was nothing to collect before
    synchronized boolean accept(PredictorEvent event) {
        if (!predictors.accept(event)) {
            return false;
        }
        String service = Keys.service(event.namespace(), event.name());
        Set<String> keys = predictorsOfService.computeIfAbsent(service, _ -> new HashSet<>());
        if (event.removal()) {
            keys.remove(event.key());
        } else {
            keys.add(event.key());
        }
        return noteChange(service);
    }

    /// The services that changed since the last call; empty where one is gone.
    synchronized Map<String, Optional<ServiceRoute>> collectChanges() {
        Map<String, Optional<ServiceRoute>> changes = new HashMap<>();
        changed.forEach(key -> changes.put(key, route(key)));
        changed.clear();
        return changes;
    }

    private boolean noteChange(String service) {
        boolean first = changed.isEmpty();
        changed.add(service);
        return first;
    }

    private Optional<ServiceRoute> route(String key) {
        return services.get(key)
                .map(InferenceServiceApplied.class::cast)
                .map(service -> ServiceRoute.of(service, predictorsOf(key)));
    }

    private List<PredictorObserved> predictorsOf(String service) {
        return predictorsOfService.getOrDefault(service, Set.of()).stream()
                .flatMap(key -> predictors.get(key).stream())
                .map(PredictorObserved.class::cast)
                .toList();
    }
}
