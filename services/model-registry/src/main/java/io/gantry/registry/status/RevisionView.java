package io.gantry.registry.status;

import io.gantry.events.Failure;
import io.gantry.events.Revision;
import io.gantry.events.ScalingDecided;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One revision of the spec with what was seen of it.
///
/// @param created when the service was created
record RevisionView(Revision revision, Sightings sightings, Instant created) {

    private static final String PREDICTOR = "predictor";

    boolean getsTraffic() {
        return revision.trafficPercent() > 0;
    }

    @Nullable Sighting seen() {
        return sightings.predictors().get(revision.name());
    }

    Report report() {
        Sighting seen = seen();
        if (seen == null) {
            return lacking().orElseGet(this::unplaced);
        }
        return switch (seen.standing()) {
            case SERVING -> serving(seen);
            case ASLEEP -> Report.of(asleep(seen), ModelState.STANDBY);
            case WAKING -> waking(seen);
            case STARTING -> starting(seen);
            case UNTRIED -> untried();
            case LOST, FAILED, BROKEN -> notReady(seen);
        };
    }

    private Download download() {
        Sighting seen = seen();
        Instant from =
                seen != null
                                && seen.standing().ready() == Truth.UNKNOWN
                                && seen.since().isAfter(created)
                        ? seen.since()
                        : created;
        return new Download(revision, sightings, from);
    }

    /// What keeps it from starting where the files have to be on the node first. Where each replica
    /// brings them, a loader that fails keeps nothing from starting.
    private Optional<Report> lacking() {
        return sightings.replicasBringModels() ? Optional.empty() : download().report();
    }

    private Instant waitingSince() {
        Download download = download();
        return sightings.replicasBringModels() ? download.from() : download.waitingSince();
    }

    private Report unplaced() {
        String wait =
                sightings.replicasBringModels()
                        ? "Waiting for the deployer to start "
                        : "The model's files are there; waiting for the deployer to start ";
        return Report.of(
                new Finding(
                        Truth.UNKNOWN,
                        "WaitingForPredictor",
                        wait + revision.name(),
                        waitingSince()),
                ModelState.PENDING);
    }

    /// What keeps some replicas from serving is said of one that serves by others.
    private Report serving(Sighting seen) {
        Failure failure = seen.failure();
        Finding finding =
                new Finding(Truth.TRUE, "MinimumReplicasAvailable", replicas(seen), seen.since());
        if (failure == null) {
            return Report.of(finding, ModelState.LOADED);
        }
        String message =
                "%s. %s: %s"
                        .formatted(
                                replicas(seen),
                                Failures.conditionReason(failure.reason()),
                                failure.sentences());
        Instant at = seen.failedAt() == null ? seen.since() : seen.failedAt();
        return new Report(
                finding.because(String.valueOf(finding.reason()), message),
                ModelState.LOADED,
                Failures.info(failure, PREDICTOR, revision.name(), at),
                false);
    }

    private Finding asleep(Sighting seen) {
        ScalingDecided decided = sightings.scaling().get(revision.name());
        String why =
                decided == null || decided.replicas() > 0 || decided.reason().isBlank()
                        ? ""
                        : " (%s)".formatted(decided.reason());
        return new Finding(
                Truth.TRUE,
                "ScaledToZero",
                "Scaled to zero%s; the next request starts it".formatted(why),
                seen.since());
    }

    private static Report waking(Sighting seen) {
        return Report.of(
                new Finding(
                        Truth.TRUE,
                        "ScalingFromZero",
                        "Starting from zero; requests wait for it",
                        seen.since()),
                ModelState.LOADING);
    }

    private Report starting(Sighting seen) {
        return lacking().orElseGet(() -> seen.failure() == null ? loading(seen) : notReady(seen));
    }

    private Report loading(Sighting seen) {
        return Report.of(
                new Finding(
                        Truth.UNKNOWN,
                        "PredictorStarting",
                        replicas(seen) + warmth(),
                        waitingSince()),
                ModelState.LOADING);
    }

    /// What the loaders say, which explains how long it takes and not whether it works.
    private String warmth() {
        if (!sightings.replicasBringModels()) {
            return "";
        }
        return download()
                .report()
                .filter(report -> report.failure() != null)
                .map(report ->
                        "; each downloads the model by itself, no node has it in its cache: "
                                + report.finding().message())
                .orElse("");
    }

    private Report untried() {
        return Report.of(
                new Finding(
                        Truth.UNKNOWN,
                        "ScaledToZero",
                        "Scaled to zero before it was ever ready; a request starts it",
                        waitingSince()),
                ModelState.STANDBY);
    }

    private Report notReady(Sighting seen) {
        Failure failure = seen.failure();
        Truth truth = seen.standing().ready();
        Instant since = truth == Truth.UNKNOWN ? waitingSince() : seen.since();
        if (failure == null) {
            return Report.of(
                    new Finding(truth, "MinimumReplicasUnavailable", replicas(seen), since),
                    ModelState.LOADING);
        }
        Instant at = seen.failedAt() == null ? since : seen.failedAt();
        return new Report(
                new Finding(
                        truth,
                        Failures.conditionReason(failure.reason()),
                        failure.sentences(),
                        since),
                ModelState.FAILED_TO_LOAD,
                Failures.info(failure, PREDICTOR, revision.name(), at),
                Failures.isOfTheSpec(failure.reason()));
    }

    private static String replicas(Sighting seen) {
        return "%d of %d replicas are ready"
                .formatted(seen.readyReplicas(), seen.event().desiredReplicas());
    }
}
