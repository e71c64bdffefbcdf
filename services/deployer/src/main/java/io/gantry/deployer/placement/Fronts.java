package io.gantry.deployer.placement;

import io.gantry.deployer.cluster.ClusterView;
import io.gantry.deployer.platform.Front;
import io.gantry.deployer.platform.PredictorState;
import io.gantry.deployer.platform.Workload;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.Revision;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells which revisions a service's names in the cluster stand for.
public final class Fronts {

    private Fronts() {}

    /// Empty when nothing of the service is wanted.
    ///
    /// @param running what the platform has, by revision
    public static Optional<Front> of(
            ClusterView view,
            Map<String, Decision> decisions,
            Map<String, PredictorState> running) {
        InferenceServiceApplied service = view.service();
        if (service == null || Rollout.stopped(service)) {
            return Optional.empty();
        }
        InferenceService manifest;
        try {
            manifest = KServeJson.read(service.manifest(), InferenceService.class);
        } catch (IllegalArgumentException e) {
            // Reported where the revisions are decided.
            return Optional.empty();
        }
        return Optional.of(
                new Front(
                        service.namespace(),
                        service.name(),
                        service.uid(),
                        manifest,
                        current(service, decisions, running)));
    }

    /// What takes over: it is ready; while nothing is, what has served, to which requests may go
    /// back; and as long as nothing has, whatever there will be.
    private static List<Workload> current(
            InferenceServiceApplied service,
            Map<String, Decision> decisions,
            Map<String, PredictorState> running) {
        Predicate<PredictorState> best =
                Stream.<Predicate<PredictorState>>of(
                                state -> state.ready() > 0, PredictorState::served)
                        .filter(each -> running.values().stream().anyMatch(each))
                        .findFirst()
                        .orElse(null);
        return service.revisions().stream()
                .sorted(
                        Comparator.comparingInt(Revision::trafficPercent)
                                .thenComparingInt(Revision::number)
                                .reversed())
                .filter(revision -> best == null || meets(running.get(revision.name()), best))
                .map(revision -> decisions.get(revision.name()))
                .filter(Decision.Run.class::isInstance)
                .map(run -> ((Decision.Run) run).workload())
                .toList();
    }

    private static boolean meets(@Nullable PredictorState state, Predicate<PredictorState> wanted) {
        return state != null && wanted.test(state);
    }
}
