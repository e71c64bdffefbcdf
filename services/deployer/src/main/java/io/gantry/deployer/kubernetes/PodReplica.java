package io.gantry.deployer.kubernetes;

import io.gantry.deployer.platform.Replica;
import io.gantry.deployer.platform.Replica.Condition;
import org.jspecify.annotations.Nullable;

/// A pod as a replica.
///
/// @param start how it got ready
/// @param lost whether its node does not answer any more
record PodReplica(PodSighting pod, Starts.Start start, boolean lost) {

    /// @param port of the predictor's container
    /// @param grpcPort of it, where gRPC has one of its own
    Replica at(int port, @Nullable Integer grpcPort) {
        boolean reachable = pod.address() != null && pod.ended() == null;
        return new Replica(
                pod.name(),
                pod.node(),
                reachable ? String.valueOf(pod.address()) : "",
                reachable ? port : 0,
                reachable ? grpcPort : null,
                null,
                pod.metrics(),
                condition(),
                start.served(),
                start.millis(),
                start.coldMillis(),
                restarts(),
                waitsToRestart() ? Math.max(1, restarts()) : 0);
    }

    private Condition condition() {
        if (pod.leaving()) {
            return Condition.DRAINING;
        }
        if (pod.ready() && !lost) {
            return Condition.READY;
        }
        if (pod.ended() != null || waitsToRestart()) {
            return Condition.RESTARTING;
        }
        return start.served() ? Condition.UNREADY : Condition.STARTING;
    }

    private boolean waitsToRestart() {
        return pod.containers().stream().anyMatch(each -> each.waits("CrashLoopBackOff"));
    }

    private int restarts() {
        return pod.serving().map(ContainerSighting::restarts).orElse(0);
    }
}
