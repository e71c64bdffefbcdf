package io.gantry.registry.status;

import io.gantry.kserve.api.ModelCopies;
import io.gantry.kserve.api.ModelRevisionStates;
import io.gantry.kserve.api.ModelStatus;
import java.util.Map;

/// How far the model is: `modelStatus`.
///
/// @param target the revision that is to be
record ModelStatuses(RevisionView target, Rotation rotation, Sightings sightings) {

    ModelStatus status() {
        Report report = target.report();
        boolean upToDate =
                report.state() == ModelState.LOADED
                        || (report.state() == ModelState.STANDBY
                                && report.finding().truth() == Truth.TRUE);
        return new ModelStatus(
                upToDate ? "UpToDate" : transition(report),
                new ModelRevisionStates(active(), report.state().text(), Map.of()),
                report.failure(),
                copies(report),
                Map.of());
    }

    private static String transition(Report report) {
        if (report.failure() == null) {
            return "InProgress";
        }
        return report.specIsWrong() ? "InvalidSpec" : "BlockedByFailedLoad";
    }

    /// The best state of what takes requests; empty, as KServe has it, when nothing ever did.
    private String active() {
        if (rotation.former().isPresent()) {
            return ModelState.LOADED.text();
        }
        return rotation.due().stream()
                .filter(Rotation::available)
                .map(view -> view.report().state())
                .max(Enum::compareTo)
                .map(state -> state == ModelState.LOADING ? ModelState.STANDBY : state)
                .map(ModelState::text)
                .orElse("");
    }

    private ModelCopies copies(Report report) {
        int ready =
                sightings.predictors().values().stream().mapToInt(Sighting::readyReplicas).sum();
        Sighting seen = target.seen();
        int failed =
                report.failure() == null || seen == null
                        ? 0
                        : Math.max(0, seen.event().desiredReplicas() - seen.readyReplicas());
        return new ModelCopies(failed, ready, Map.of());
    }
}
