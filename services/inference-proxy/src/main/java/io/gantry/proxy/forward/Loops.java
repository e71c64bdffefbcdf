package io.gantry.proxy.forward;

import io.gantry.proxy.ProxyConfig;
import io.gantry.proxy.log.Budget;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Gives each event loop its own client, so that no request changes threads on its way and no pool
/// is shared.
@Singleton
class Loops {

    private static final Duration TICK = Duration.ofMillis(100);

    /// How many connections a loop has to a replica when one is full of calls.
    private static final int CALL_CONNECTIONS = 4;

    /// How many bytes of answers a replica may send before the clients have taken them; as much as
    /// a large tensor takes on its way.
    private static final int CALL_WINDOW = 1024 * 1024;

    /// gRPC's default for the same (`GRPC_ARG_KEEPALIVE_TIMEOUT_MS`, proposal A18).
    private static final Duration UNACKNOWLEDGED = Duration.ofSeconds(20);

    private final Vertx vertx;
    private final ProxyConfig.Forward config;
    private final Budget bodies;
    private final Budget held;
    private final ThreadLocal<Loop> loops = ThreadLocal.withInitial(this::open);
    private final Queue<Loop> all = new ConcurrentLinkedQueue<>();

    Loops(Vertx vertx, ProxyConfig config, MeterRegistry registry) {
        this.vertx = vertx;
        this.config = config.forward();
        this.bodies = new Budget(this.config.maxKeptBodies().asLongValue());
        this.held = new Budget(this.config.maxHeldBodies().asLongValue());
        Gauge.builder("gantry.proxy.held", held, Budget::held)
                .description("Bodies that are held whole, in bytes")
                .baseUnit("bytes")
                .register(registry);
    }

    /// The loop of the calling thread, which has to be an event loop.
    Loop current() {
        return loops.get();
    }

    /// Every loop that has had a request.
    Collection<Loop> all() {
        return all;
    }

    private Loop open() {
        Loop loop = new Loop(vertx.getOrCreateContext(), client(), callClient(), bodies, held);
        all.add(loop);
        vertx.setPeriodic(TICK.toMillis(), _ -> loop.tick());
        return loop;
    }

    private HttpClient client() {
        return vertx.createHttpClient(
                options().setKeepAliveTimeout((int) Math.max(1, config.keepAlive().toSeconds())),
                new PoolOptions().setHttp1MaxSize(config.maxConnectionsPerReplica()));
    }

    /// HTTP/2 from the first byte on, as gRPC servers have it without TLS. A server that closes a
    /// connection says so in time (GOAWAY), so connections may stay for as long as they like.
    private HttpClient callClient() {
        return vertx.createHttpClient(
                options()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setHttp2ConnectionWindowSize(CALL_WINDOW)
                        .setInitialSettings(new Http2Settings().setInitialWindowSize(CALL_WINDOW)),
                new PoolOptions().setHttp2MaxSize(CALL_CONNECTIONS));
    }

    private HttpClientOptions options() {
        return new HttpClientOptions()
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                // A node that is gone closes nothing: what it does not acknowledge ends the
                // connection, where the system can tell (epoll).
                .setTcpUserTimeout((int) UNACKNOWLEDGED.toMillis())
                .setTracingPolicy(TracingPolicy.IGNORE)
                .setDecompressionSupported(false);
    }
}
