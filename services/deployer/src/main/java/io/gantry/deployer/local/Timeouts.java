package io.gantry.deployer.local;

import io.gantry.deployer.platform.PredictorKey;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Failures of processes that run and are not ready.
final class Timeouts {

    private Timeouts() {}

    static Failure late(PredictorKey predictor, Duration deadline, @Nullable String logTail) {
        return new Failure(
                FailureReason.READINESS_TIMEOUT,
                "The process of %s runs but was not ready within %d s"
                        .formatted(predictor, deadline.toSeconds()),
                "Read the last lines of its log; check that the runtime's readinessProbe asks the right path and port, or allow more time (gantry.deployer.local.start.deadline).",
                logTail);
    }

    static Failure unready(PredictorKey predictor, @Nullable String logTail) {
        return new Failure(
                FailureReason.READINESS_TIMEOUT,
                "The process of %s runs but no longer passes its readiness checks"
                        .formatted(predictor),
                "Read the last lines of its log; it is used again as soon as it passes.",
                logTail);
    }
}
