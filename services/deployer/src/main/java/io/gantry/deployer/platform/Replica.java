package io.gantry.deployer.platform;

import org.jspecify.annotations.Nullable;

/// One replica as the platform sees it.
///
/// @param id unique among the replicas that ever were of its revision
/// @param node that it runs on; null while that is not known
/// @param port 0 while it has none
/// @param grpcPort where it takes gRPC; null when that is no other port
/// @param pid of the process that it is; null where replicas are no processes of this machine, and
///   while none runs
/// @param metrics see [io.gantry.events.Endpoint#metrics]
/// @param everReady whether it was ready at any time since it was created
/// @param startMillis from the start of its process to its first readiness; null while it was not
///   ready since, and when it is not known
/// @param coldStartMillis from its creation to its first readiness; null before that, and when it
///   is not known
/// @param restarts how often it was started again
/// @param endsInRow how often it has ended by itself since it last ran for a good while
public record Replica(
        String id,
        @Nullable String node,
        String host,
        int port,
        @Nullable Integer grpcPort,
        @Nullable Long pid,
        @Nullable String metrics,
        Condition condition,
        boolean everReady,
        @Nullable Long startMillis,
        @Nullable Long coldStartMillis,
        int restarts,
        int endsInRow) {

    /// What a replica is doing.
    public enum Condition {
        /// Runs and has not been ready yet.
        STARTING,
        /// Takes requests.
        READY,
        /// Runs, was ready, and fails its checks.
        UNREADY,
        /// Has ended and will be started again after a pause.
        RESTARTING,
        /// Is to end and still serves what it has.
        DRAINING
    }

    public boolean ready() {
        return condition == Condition.READY;
    }

    public boolean draining() {
        return condition == Condition.DRAINING;
    }
}
