package io.gantry.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A container of a pod, as far as it tells how the predictor fares.
///
/// @param init whether it runs before the others
/// @param waiting why it does not run; null when it does, or has ended
/// @param ended how its last process ended, also when another has begun since; null when none has
/// @param runningSince null while it does not run
/// @param memoryLimit as Kubernetes writes quantities; null for none
record ContainerSighting(
        String name,
        String image,
        boolean init,
        @Nullable Waiting waiting,
        @Nullable End ended,
        @Nullable Instant runningSince,
        int restarts,
        @Nullable String memoryLimit) {

    /// @param reason Kubernetes' word, for example `ImagePullBackOff`
    record Waiting(String reason, @Nullable String message) {}

    /// @param reason Kubernetes' word, for example `OOMKilled`
    /// @param message the container's last words
    record End(@Nullable String reason, int exitCode, @Nullable String message) {

        private static final int SIGKILLED = 128 + 9;
        private static final int SIGTERMED = 128 + 15;

        /// The container runtime's words for a process that never was.
        private static final Set<String> NOT_BEGUN = Set.of("StartError", "ContainerCannotRun");

        boolean byMemory() {
            return "OOMKilled".equals(reason);
        }

        boolean beforeItBegan() {
            return reason != null && NOT_BEGUN.contains(reason);
        }

        /// Whether it ended as those do that are told to: by the signal, in order, or by force.
        boolean asTold() {
            return exitCode == 0 || exitCode == SIGTERMED || exitCode == SIGKILLED;
        }

        boolean inError() {
            return exitCode != 0;
        }
    }

    /// @param spec null when the pod's template has no such container
    static ContainerSighting of(ContainerStatus status, @Nullable Container spec, boolean init) {
        ContainerState now = status.getState();
        ContainerState before = status.getLastState();
        End ended = end(now).or(() -> end(before)).orElse(null);
        return new ContainerSighting(
                status.getName(),
                spec == null ? status.getImage() : spec.getImage(),
                init,
                now == null || now.getWaiting() == null || now.getWaiting().getReason() == null
                        ? null
                        : new Waiting(now.getWaiting().getReason(), now.getWaiting().getMessage()),
                ended,
                now == null || now.getRunning() == null
                        ? null
                        : Times.parse(now.getRunning().getStartedAt()),
                status.getRestartCount() == null ? 0 : status.getRestartCount(),
                memoryLimit(spec));
    }

    boolean waits(String reason) {
        return waiting != null && waiting.reason().equals(reason);
    }

    private static Optional<End> end(@Nullable ContainerState state) {
        return Optional.ofNullable(state == null ? null : state.getTerminated())
                .map(ended ->
                        new End(
                                ended.getReason(),
                                ended.getExitCode() == null ? 0 : ended.getExitCode(),
                                ended.getMessage()));
    }

    private static @Nullable String memoryLimit(@Nullable Container spec) {
        if (spec == null
                || spec.getResources() == null
                || spec.getResources().getLimits() == null) {
            return null;
        }
        Quantity limit = spec.getResources().getLimits().get("memory");
        return limit == null ? null : limit.toString();
    }
}
