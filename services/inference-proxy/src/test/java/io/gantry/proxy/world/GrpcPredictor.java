package io.gantry.proxy.world;

import io.gantry.events.Endpoint;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A replica that speaks gRPC, by gRPC's own server, on a port that speaks nothing else.
public final class GrpcPredictor implements AutoCloseable {

    private static final int MAX_MESSAGE = 64 * 1024 * 1024;

    private final Server server;
    private final List<Metadata> metadata = new CopyOnWriteArrayList<>();

    public GrpcPredictor(BindableService service) throws IOException {
        server =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .addService(ServerInterceptors.intercept(service, new Noting()))
                        .maxInboundMessageSize(MAX_MESSAGE)
                        .build()
                        .start();
    }

    /// Where gRPC is the only thing that is spoken.
    public Endpoint endpoint() {
        int port = server.getPort();
        return new Endpoint("replica-" + port, "127.0.0.1", port, "local", true, 10L);
    }

    /// Where another port speaks HTTP.
    public Endpoint besides(int port) {
        return new Endpoint(
                "replica-" + port, "127.0.0.1", port, "local", true, 10L, server.getPort());
    }

    /// What came with each call so far.
    public List<Metadata> metadata() {
        return metadata;
    }

    /// Ends at once, with whatever it is doing.
    public void kill() {
        server.shutdownNow();
    }

    @Override
    public void close() {
        kill();
    }

    private final class Noting implements ServerInterceptor {

        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            metadata.add(headers);
            return next.startCall(call, headers);
        }
    }
}
