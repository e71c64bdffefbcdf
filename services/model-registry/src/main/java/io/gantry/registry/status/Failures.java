package io.gantry.registry.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.kserve.api.FailureInfo;
import io.gantry.kserve.api.KServeJson;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/// Failures in KServe's words.
final class Failures {

    /// What no new attempt can mend: KServe calls the spec invalid, not the load failed.
    private static final Set<FailureReason> OF_THE_SPEC =
            Set.of(
                    FailureReason.NO_SUPPORTING_RUNTIME,
                    FailureReason.RUNTIME_NOT_RECOGNIZED,
                    FailureReason.RUNTIME_DISABLED,
                    FailureReason.RUNTIME_NOT_RUNNABLE,
                    FailureReason.INVALID_PREDICTOR_SPEC);

    private Failures() {}

    static boolean isOfTheSpec(FailureReason reason) {
        return OF_THE_SPEC.contains(reason);
    }

    /// Gantry's own reason, which is nearer to the cause than the few that `modelStatus` may have.
    static String conditionReason(FailureReason reason) {
        JsonNode name = KServeJson.mapper().valueToTree(reason);
        return name.asText();
    }

    /// @param where the node whose files are missing, or the component that fails
    static FailureInfo info(Failure failure, String where, String revision, Instant time) {
        String tail = failure.logTail();
        String message =
                tail == null || tail.isBlank()
                        ? failure.sentences()
                        : failure.sentences() + "\n" + tail.strip();
        return new FailureInfo(
                where,
                kserveReason(failure.reason()),
                message,
                revision,
                Finding.text(time),
                null,
                Map.of());
    }

    /// One of the reasons that the CRD's schema allows in `modelStatus.lastFailureInfo`.
    static String kserveReason(FailureReason reason) {
        return switch (reason) {
            case NO_SUPPORTING_RUNTIME -> "NoSupportingRuntime";
            case RUNTIME_NOT_RECOGNIZED -> "RuntimeNotRecognized";
            case RUNTIME_DISABLED -> "RuntimeDisabled";
            case RUNTIME_NOT_RUNNABLE, INVALID_PREDICTOR_SPEC -> "InvalidPredictorSpec";
            case STORAGE_NOT_FOUND,
                    STORAGE_ACCESS_DENIED,
                    STORAGE_UNREACHABLE,
                    STORAGE_URI_NOT_SUPPORTED,
                    STORAGE_CONTENT_REFUSED,
                    CHECKSUM_MISMATCH,
                    DISK_FULL,
                    CACHE_UNUSABLE,
                    MODEL_LOAD_FAILED,
                    CRASH_LOOP,
                    OUT_OF_MEMORY,
                    IMAGE_PULL_FAILED,
                    UNSCHEDULABLE,
                    PROBE_FAILED,
                    CONTAINER_CONFIG_ERROR,
                    VOLUME_UNAVAILABLE,
                    QUOTA_EXCEEDED,
                    ADMISSION_DENIED,
                    NODE_LOST,
                    READINESS_TIMEOUT,
                    UNKNOWN ->
                    "ModelLoadFailed";
        };
    }
}
