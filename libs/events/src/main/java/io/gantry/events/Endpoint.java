package io.gantry.events;

import org.jspecify.annotations.Nullable;

/// One replica of a predictor.
///
/// @param id unique among the replicas that ever were of this revision
/// @param host name or address that the proxy can reach
/// @param ready true when it takes requests
/// @param startMillis from the start of the process to its first readiness; null before that
/// @param grpcPort where it takes gRPC; null when that is the same port, or it speaks none
/// @param pid of the process that it is, on the platform `local`; null elsewhere
/// @param metrics where its pod says that it tells its metrics, as port and path, for example
///   `8002/metrics`; null where it does not say
/// @param coldStartMillis from the replica's creation to its first readiness, with all that it had
///   to wait for: a node, an image, the model; null before that, and when it is not known
public record Endpoint(
        String id,
        String host,
        int port,
        String node,
        boolean ready,
        @Nullable Long startMillis,
        @Nullable Integer grpcPort,
        @Nullable Long pid,
        @Nullable String metrics,
        @Nullable Long coldStartMillis) {

    /// A replica of which nobody knows how long it took.
    public Endpoint(
            String id,
            String host,
            int port,
            String node,
            boolean ready,
            @Nullable Long startMillis,
            @Nullable Integer grpcPort,
            @Nullable Long pid,
            @Nullable String metrics) {
        this(id, host, port, node, ready, startMillis, grpcPort, pid, metrics, null);
    }

    /// A replica of which no more is known.
    public Endpoint(
            String id,
            String host,
            int port,
            String node,
            boolean ready,
            @Nullable Long startMillis,
            @Nullable Integer grpcPort) {
        this(id, host, port, node, ready, startMillis, grpcPort, null, null);
    }

    /// A replica with one port.
    public Endpoint(
            String id,
            String host,
            int port,
            String node,
            boolean ready,
            @Nullable Long startMillis) {
        this(id, host, port, node, ready, startMillis, null);
    }

    /// Where gRPC goes, if it speaks it at all.
    public int portForGrpc() {
        return grpcPort == null ? port : grpcPort;
    }
}
