package io.gantry.deployer.placement;

import io.gantry.deployer.cluster.ClusterView;
import io.gantry.deployer.platform.PredictorState;
import io.gantry.events.Endpoint;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.PredictorObserved;
import io.gantry.events.Revision;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.defaults.Annotations;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Decides for all revisions of one service.
///
/// Revisions with traffic run. What else runs (replaced, or without traffic) goes on until every
/// revision with traffic has as many ready replicas as it has itself, or as many as it should have;
/// so a revision that never gets ready replaces nothing. What never served is not waited for. Ready
/// is what was also published: as long as proxies cannot learn of a new revision, the old one
/// stays.
public final class Rollout {

    private final ClusterView cluster;
    private final Map<String, PredictorState> running;
    private final int mostReplicas;

    /// @param running what the platform has, by revision
    /// @param mostReplicas what the platform allows a revision
    public Rollout(ClusterView cluster, Map<String, PredictorState> running, int mostReplicas) {
        this.cluster = cluster;
        this.running = Map.copyOf(running);
        this.mostReplicas = mostReplicas;
    }

    /// A decision for every revision that is listed, runs or is published.
    public Map<String, Decision> decisions() {
        Map<String, Decision> decisions = new LinkedHashMap<>();
        InferenceServiceApplied service = cluster.service();
        if (service != null && !stopped(service)) {
            service.revisions().stream()
                    .filter(revision -> revision.trafficPercent() > 0)
                    .forEach(revision ->
                            decisions.put(
                                    revision.name(),
                                    new WantedRevision(
                                                    cluster,
                                                    service,
                                                    revision,
                                                    running.get(revision.name()))
                                            .decide(mostReplicas)));
        }
        Map<String, Decision> wanted = Map.copyOf(decisions);
        for (String revision : others(wanted.keySet())) {
            decisions.put(revision, unwanted(revision, wanted));
        }
        return decisions;
    }

    private static boolean stopped(InferenceServiceApplied service) {
        try {
            return Annotations.stopped(KServeJson.read(service.manifest(), InferenceService.class));
        } catch (IllegalArgumentException e) {
            // Reported where the revision is decided.
            return false;
        }
    }

    private Set<String> others(Set<String> wanted) {
        Set<String> others = new TreeSet<>(running.keySet());
        others.addAll(cluster.published().keySet());
        if (cluster.service() != null) {
            cluster.service().revisions().forEach(revision -> others.add(revision.name()));
        }
        others.removeAll(wanted);
        return others;
    }

    private Decision unwanted(String revision, Map<String, Decision> wanted) {
        PredictorState state = running.get(revision);
        if (state != null && state.proven() > 0 && !replaceable(state, wanted)) {
            Integer decided = cluster.scaling().get(revision);
            int replicas = decided == null ? state.live() : decided;
            return new Decision.Keep(Math.clamp(replicas, 1, mostReplicas));
        }
        return listed(revision) && !wanted.isEmpty()
                ? new Decision.Standby()
                : new Decision.Remove();
    }

    private boolean listed(String revision) {
        return cluster.service() != null
                && cluster.service().revisions().stream()
                        .map(Revision::name)
                        .anyMatch(revision::equals);
    }

    /// Whether the revisions that are wanted can do without this one.
    private boolean replaceable(PredictorState old, Map<String, Decision> wanted) {
        return wanted.entrySet().stream()
                .allMatch(each ->
                        ready(each.getKey())
                                >= Math.min(each.getValue().replicas(), Math.max(1, old.ready())));
    }

    private int ready(String revision) {
        PredictorState state = running.get(revision);
        return state != null && cluster.published().get(revision) instanceof PredictorObserved told
                ? Math.min(state.ready(), readyEndpoints(told))
                : 0;
    }

    private static int readyEndpoints(PredictorObserved observed) {
        return Math.toIntExact(observed.endpoints().stream().filter(Endpoint::ready).count());
    }
}
