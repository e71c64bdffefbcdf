package io.gantry.proxy.forward;

import io.gantry.proxy.ProxyConfig;
import io.gantry.proxy.peer.Presence;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.GracefulShutdownFilter;
import io.quarkus.vertx.http.runtime.filters.QuarkusRequestWrapper;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Ends the data path in order: not ready any more, then no longer one that other proxies give
/// requests to, then what is under way is answered and written.
///
/// Quarkus fires its event before it closes anything, and goes on when the observer returns. Its
/// own waiting (`quarkus.shutdown.timeout`) would not do: it counts a request as done when the
/// answer is handed to Vert.x and then cuts off what a slow client has not got yet, and it closes
/// the connections of those that it does not wait for without a word.
@Singleton
class Drain {

    /// Between two looks at whether everything is answered.
    private static final long LOOK_MILLIS = 5;

    /// For the error to reach those whose time is over.
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /// An event loop that does not answer for so long will not write anything either.
    private static final Duration LOOP_BUSY_AT_MOST = Duration.ofSeconds(30);

    private final Loops loops;
    private final Presence presence;
    private final ProxyConfig.Drain config;

    /// Knows which clients understand what; it is not asked to wait.
    private final GracefulShutdownFilter farewell = new GracefulShutdownFilter();

    private volatile boolean begun;

    Drain(Loops loops, Presence presence, ProxyConfig config) {
        this.loops = loops;
        this.presence = presence;
        this.config = config.drain();
        farewell.next(_ -> {});
    }

    /// Whether load balancers shall leave.
    boolean begun() {
        return begun;
    }

    /// Lets the request be the last one of its connection: `Connection: close`, or GOAWAY.
    HttpServerRequest last(HttpServerRequest request) {
        QuarkusRequestWrapper last = new QuarkusRequestWrapper(request, null);
        farewell.handle(last);
        return last;
    }

    void drain(@Observes ShutdownDelayInitiatedEvent event) throws Exception {
        farewell.preShutdown(() -> {});
        begun = true;
        Duration others = presence.leave();
        Duration delay = config.delay().compareTo(others) > 0 ? config.delay() : others;
        TimeUnit.MILLISECONDS.sleep(delay.toMillis());
        if (!comesToRestWithin(config.timeout())) {
            int cutShort = 0;
            for (int count : onEachLoop(loops.all().stream().map(Loop::cutShort).toList())) {
                cutShort += count;
            }
            Log.warnf(
                    "Requests were not answered in time and get an error count=%d timeout=%s",
                    cutShort, config.timeout());
            comesToRestWithin(LAST_WORDS);
        }
    }

    private boolean comesToRestWithin(Duration time) throws Exception {
        long start = System.nanoTime();
        while (onEachLoop(loops.all().stream().map(Loop::atRest).toList()).contains(false)) {
            if (System.nanoTime() - start > time.toNanos()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return true;
    }

    private static <T> List<T> onEachLoop(List<Future<T>> looks)
            throws InterruptedException, ExecutionException, TimeoutException {
        return Future.all(looks)
                .map(all -> all.<T>list())
                .toCompletionStage()
                .toCompletableFuture()
                .get(LOOP_BUSY_AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
    }
}
