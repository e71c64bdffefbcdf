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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Decides for all revisions of one service.
///
/// Revisions with traffic run. What else runs (replaced, or without traffic) goes on until every
/// revision with traffic has as many ready replicas as it has itself, or as many as it should have;
/// so a revision that never gets ready replaces nothing. What never served is not waited for. Ready
/// is what was also published: as long as proxies cannot learn of a new revision, the old one
/// stays. Where devices are short, what is replaced makes room one replica at a time; and a
/// revision that had its time and did not get ready is given up for the last one that served, which
/// is kept until then, also without replicas.
public final class Rollout {

    private final ClusterView cluster;
    private final Map<String, PredictorState> running;
    private final Limits limits;

    /// @param running what the platform has, by revision
    public Rollout(ClusterView cluster, Map<String, PredictorState> running, Limits limits) {
        this.cluster = cluster;
        this.running = Map.copyOf(running);
        this.limits = limits;
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
                                                    running.get(revision.name()),
                                                    othersThan(revision.name()))
                                            .decide(limits)));
        }
        Map<String, Decision> wanted = Map.copyOf(decisions);
        String last = Fallback.of(service, running, wanted);
        for (String revision : others(wanted.keySet())) {
            decisions.put(revision, unwanted(revision, wanted, revision.equals(last)));
        }
        return decisions;
    }

    private List<PredictorState> othersThan(String revision) {
        return running.entrySet().stream()
                .filter(each -> !each.getKey().equals(revision))
                .map(Map.Entry::getValue)
                .toList();
    }

    static boolean stopped(InferenceServiceApplied service) {
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

    /// @param last whether it is the one to go back to
    private Decision unwanted(String revision, Map<String, Decision> wanted, boolean last) {
        PredictorState state = running.get(revision);
        if (state != null && goesOn(state, wanted, last)) {
            return new Decision.Keep(stillWanted(revision, state, wanted));
        }
        return (listed(revision) || last) && !wanted.isEmpty()
                ? new Decision.Standby()
                : new Decision.Remove();
    }

    /// What runs does, and what is gone back to. Its replicas need not be those that have served: a
    /// node may have been drained meanwhile, or the deployer started anew.
    private boolean goesOn(PredictorState state, Map<String, Decision> wanted, boolean last) {
        boolean runs = state.served() && (state.target() > 0 || state.proven() > 0);
        return (runs && !replaceable(state, wanted))
                || (last && wanted.values().stream().anyMatch(Decision.GiveUp.class::isInstance));
    }

    /// How many replicas of a revision go on until others have taken over.
    private int stillWanted(String revision, PredictorState state, Map<String, Decision> wanted) {
        Integer decided = cluster.scaling().get(revision);
        int least = leastOf(revision);
        int all =
                Math.clamp(
                        decided == null ? Math.max(state.live(), least) : decided,
                        1,
                        limits.mostReplicas());
        int most = all;
        for (Map.Entry<String, Decision> each : wanted.entrySet()) {
            if (each.getValue() instanceof Decision.Run run && run.places() != null) {
                // One place is always left for the next of its replicas.
                most = Math.min(most, Math.max(0, run.places() - ready(each.getKey()) - 1));
            }
        }
        return most;
    }

    /// Its `minReplicas`, at least 1.
    private int leastOf(String revision) {
        InferenceServiceApplied service = cluster.service();
        return service == null
                ? 1
                : service.revisions().stream()
                        .filter(each -> each.name().equals(revision))
                        .mapToInt(each -> Bounds.least(each.predictor()))
                        .findFirst()
                        .orElse(1);
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
                        !(each.getValue() instanceof Decision.GiveUp)
                                && ready(each.getKey())
                                        >= Math.min(
                                                each.getValue().replicas(),
                                                Math.max(1, old.ready())));
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
