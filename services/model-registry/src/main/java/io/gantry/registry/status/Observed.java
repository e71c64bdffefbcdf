package io.gantry.registry.status;

import io.gantry.events.ArtifactEvent;
import io.gantry.events.ArtifactReference;
import io.gantry.events.Keys;
import io.gantry.events.LatestStates;
import io.gantry.events.PredictorEvent;
import io.gantry.events.PredictorObserved;
import io.gantry.events.PredictorRemoved;
import io.gantry.events.ScalingDecided;
import io.gantry.events.ScalingEvent;
import io.gantry.events.ScalingRemoved;
import io.gantry.registry.inferenceservice.StoredService;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the other services said last. Safe for use by several threads.
@ApplicationScoped
class Observed {

    private final LatestStates<PredictorEvent> predictors = new LatestStates<>();
    private final LatestStates<ArtifactEvent> artifacts = new LatestStates<>();
    private final LatestStates<ScalingEvent> scaling = new LatestStates<>();

    private final Map<String, Map<String, Sighting>> predictorsOfService = new HashMap<>();
    private final Map<String, Instant> lastRemovals = new HashMap<>();
    private final Map<String, Map<String, ArtifactSighting>> nodesOfArtifact = new HashMap<>();
    private final Map<String, Map<String, ScalingDecided>> scalingOfService = new HashMap<>();

    /// One deployer leads, so it is the same for all that an installation runs.
    private boolean replicasBringModels;

    /// @param at when it was said
    synchronized void accept(PredictorEvent event, Instant at) {
        if (!predictors.accept(event)) {
            return;
        }
        String service = Keys.service(event.namespace(), event.name());
        switch (event) {
            case PredictorObserved seen -> {
                replicasBringModels = seen.replicasBringModels();
                predictorsOfService
                        .computeIfAbsent(service, _ -> new HashMap<>())
                        .compute(seen.revision(), (_, before) -> Sighting.after(before, seen, at));
            }
            case PredictorRemoved gone -> {
                remove(predictorsOfService, service, gone.revision());
                lastRemovals.merge(service, at, (one, other) -> one.isAfter(other) ? one : other);
            }
        }
    }

    /// @param at when it was said
    synchronized void accept(ArtifactEvent event, Instant at) {
        if (!artifacts.accept(event)) {
            return;
        }
        if (event.removal()) {
            remove(nodesOfArtifact, event.artifact(), event.node());
        } else {
            nodesOfArtifact
                    .computeIfAbsent(event.artifact(), _ -> new TreeMap<>())
                    .compute(
                            event.node(), (_, before) -> ArtifactSighting.after(before, event, at));
        }
    }

    synchronized void accept(ScalingEvent event) {
        if (!scaling.accept(event)) {
            return;
        }
        String service = Keys.service(event.namespace(), event.name());
        switch (event) {
            case ScalingDecided decided ->
                    scalingOfService
                            .computeIfAbsent(service, _ -> new HashMap<>())
                            .put(decided.revision(), decided);
            case ScalingRemoved gone -> remove(scalingOfService, service, gone.revision());
        }
    }

    synchronized Sightings of(StoredService service) {
        String key = Keys.service(service.key().namespace(), service.key().name());
        Map<String, List<ArtifactSighting>> files = new HashMap<>();
        service.revisions().stream()
                .flatMap(revision -> revision.artifacts().stream())
                .map(ArtifactReference::artifact)
                .forEach(artifact ->
                        files.put(
                                artifact,
                                List.copyOf(
                                        nodesOfArtifact
                                                .getOrDefault(artifact, Map.of())
                                                .values())));
        return new Sightings(
                predictorsOfService.getOrDefault(key, Map.of()),
                files,
                scalingOfService.getOrDefault(key, Map.of()),
                replicasBringModels,
                lastRemovals.get(key));
    }

    private static <V> void remove(Map<String, Map<String, V>> all, String outer, String inner) {
        all.computeIfPresent(
                outer,
                (_, of) -> {
                    of.remove(inner);
                    return of.isEmpty() ? null : of;
                });
    }
}
