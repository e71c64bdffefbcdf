package io.gantry.deployer.kubernetes;

import io.gantry.deployer.kubernetes.ContainerSighting.End;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.kserve.api.KServeJson;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an init container has left as its termination message. Gantry's loader writes the failure
/// itself, without secrets: `Reason: message`, and the remedy in the next line.
final class LastWord {

    private static final Map<String, FailureReason> REASONS =
            Arrays.stream(FailureReason.values())
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    reason -> KServeJson.mapper().valueToTree(reason).asText(),
                                    Function.identity()));

    private LastWord() {}

    /// @param clean the message without secrets; null while it is not at hand
    static Failure failure(String container, End end, @Nullable String clean) {
        List<String> lines = lines(end.message());
        if (lines.size() >= 2) {
            int colon = lines.getFirst().indexOf(": ");
            FailureReason reason =
                    colon < 0 ? null : REASONS.get(lines.getFirst().substring(0, colon));
            if (reason != null) {
                return Failure.of(
                        reason, lines.getFirst().substring(colon + 2), lines.get(1).strip());
            }
        }
        return failed(container, end, lines(clean));
    }

    private static Failure failed(String container, End end, List<String> lines) {
        return new Failure(
                FailureReason.MODEL_LOAD_FAILED,
                "Init container %s ended with exit code %d%s"
                        .formatted(
                                container,
                                end.exitCode(),
                                lines.isEmpty() ? "" : ": " + lines.getLast()),
                "Check storageUri, the credentials of the service account, and the container's log.",
                lines.isEmpty() ? null : String.join("\n", lines));
    }

    private static List<String> lines(@Nullable String message) {
        return message == null ? List.of() : message.strip().lines().toList();
    }
}
