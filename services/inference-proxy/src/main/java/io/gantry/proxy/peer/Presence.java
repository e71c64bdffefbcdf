package io.gantry.proxy.peer;

import io.gantry.bus.EventPublisher;
import io.gantry.events.LogicalClock;
import io.gantry.events.ProxyEvent;
import io.gantry.events.ProxyObserved;
import io.gantry.events.ProxyRemoved;
import io.gantry.proxy.ProxyConfig;
import io.gantry.proxy.watch.RoutesKnown;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Tells the other proxies of this one, from when it knows the routes, without which it could not
/// serve what they give it, until it ends.
@Singleton
public class Presence {

    /// How long a proxy that ends waits for Kafka; without it, the others miss it later.
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    /// How long after it the others may still send requests, for a word takes its time.
    private static final Duration ECHO = Duration.ofSeconds(1);

    private static final long LOOK_MILLIS = 50;

    /// At which somebody listens, and nobody can be asked.
    private static final Set<String> ANY_ADDRESS = Set.of("0.0.0.0", "::", "[::]", "");

    private final EventPublisher publisher;
    private final Peers peers;
    private final RoutesKnown routes;
    private final HttpServer server;
    private final ProxyConfig.Peers config;
    private final LogicalClock clock = new LogicalClock(InstantSource.system());
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("presence").factory());
    private volatile boolean there;

    Presence(
            EventPublisher publisher,
            Peers peers,
            RoutesKnown routes,
            HttpServer server,
            ProxyConfig config) {
        this.publisher = publisher;
        this.peers = peers;
        this.routes = routes;
        this.server = server;
        this.config = config.peers();
    }

    void start(@Observes StartupEvent event) {
        timer.execute(this::arrive);
    }

    private void arrive() {
        if (!routes.reached()) {
            var _ = timer.schedule(this::arrive, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        there = true;
        long millis = config.interval().toMillis();
        var _ = timer.scheduleAtFixedRate(this::tell, 0, millis, TimeUnit.MILLISECONDS);
    }

    /// Takes in what this proxy has said, so that what it says next is newer, whatever its clock.
    void recall(ProxyEvent event) {
        if (event.proxy().equals(peers.self())) {
            clock.witness(event.generation());
        }
    }

    /// Tells a proxy that has come of this one, at once.
    void greet() {
        if (there && !timer.isShutdown()) {
            timer.execute(this::tell);
        }
    }

    /// Makes an end: the others send this proxy no more requests when they have heard it.
    ///
    /// @return how long they may take to
    public Duration leave() throws InterruptedException {
        there = false;
        timer.shutdownNow();
        boolean alone = peers.alone();
        peers.leave();
        try {
            publisher
                    .send(new ProxyRemoved(peers.self(), clock.next()))
                    .toCompletableFuture()
                    .get(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            Log.debugf("Kafka did not take that the proxy ends reason=%s", e.getMessage());
        }
        return alone ? Duration.ZERO : ECHO;
    }

    @PreDestroy
    void stop() {
        timer.shutdownNow();
    }

    private void tell() {
        try {
            String host = host();
            publisher.publish(
                    new ProxyObserved(
                            peers.self(),
                            clock.next(),
                            host,
                            host == null ? null : server.getPort(),
                            config.interval().toMillis()));
        } catch (RuntimeException e) {
            // A timer whose task throws never runs it again.
            Log.errorf(e, "The other proxies cannot be told of this one, trying again");
        }
    }

    /// Null where nobody can reach this proxy without TLS, or its address is not known.
    private @Nullable String host() {
        return server.getPort() <= 0 || ANY_ADDRESS.contains(config.host()) ? null : config.host();
    }
}
