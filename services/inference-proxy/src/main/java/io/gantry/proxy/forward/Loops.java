package io.gantry.proxy.forward;

import io.gantry.proxy.ProxyConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Gives each event loop its own client, so that no request changes threads on its way and no pool
/// is shared.
@ApplicationScoped
class Loops {

    private static final Duration TICK = Duration.ofMillis(100);

    private final Vertx vertx;
    private final ProxyConfig.Forward config;
    private final ThreadLocal<Loop> loops = ThreadLocal.withInitial(this::open);
    private final Queue<Loop> all = new ConcurrentLinkedQueue<>();

    Loops(Vertx vertx, ProxyConfig config) {
        this.vertx = vertx;
        this.config = config.forward();
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
        HttpClientOptions options =
                new HttpClientOptions()
                        .setConnectTimeout((int) config.connectTimeout().toMillis())
                        .setKeepAliveTimeout((int) Math.max(1, config.keepAlive().toSeconds()))
                        .setTracingPolicy(TracingPolicy.IGNORE)
                        .setDecompressionSupported(false);
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(config.maxConnectionsPerReplica());
        Loop loop = new Loop(vertx.getOrCreateContext(), vertx.createHttpClient(options, pool));
        all.add(loop);
        vertx.setPeriodic(TICK.toMillis(), _ -> loop.tick());
        return loop;
    }
}
