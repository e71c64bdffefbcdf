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
public record Endpoint(
        String id,
        String host,
        int port,
        String node,
        boolean ready,
        @Nullable Long startMillis,
        @Nullable Integer grpcPort,
        @Nullable Long pid,
        @Nullable String metrics) {

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
