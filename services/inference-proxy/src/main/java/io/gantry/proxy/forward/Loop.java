package io.gantry.proxy.forward;

import io.gantry.proxy.log.Budget;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClient;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// What belongs to one event loop: its connections to replicas and what is under way on it.
///
/// One look at everything under way, a few times a second, costs less than a timer for each
/// request.
final class Loop {

    private final Context context;
    private final HttpClient client;
    private final HttpClient callClient;
    private final Budget bodies;
    private final Budget held;
    private final Pulse pulse;
    private final Set<Timed> underWay = new LinkedHashSet<>();
    private long unwritten;

    /// @param client for requests, over HTTP/1
    /// @param callClient for gRPC calls, over HTTP/2
    /// @param bodies for those that are kept, of all loops together
    /// @param held for those that are held whole, of all loops together
    Loop(Context context, HttpClient client, HttpClient callClient, Budget bodies, Budget held) {
        this.context = context;
        this.client = client;
        this.callClient = callClient;
        this.bodies = bodies;
        this.held = held;
        this.pulse = new Pulse(context.owner());
    }

    HttpClient client() {
        return client;
    }

    HttpClient callClient() {
        return callClient;
    }

    Budget bodies() {
        return bodies;
    }

    /// For what is held whole of one more request, which has to release it.
    Holding holding() {
        return new Holding(held);
    }

    /// Of the connections that calls are on.
    Pulse pulse() {
        return pulse;
    }

    void add(Timed timed) {
        underWay.add(timed);
    }

    void remove(Timed timed) {
        underWay.remove(timed);
    }

    /// Keeps the loop from being at rest until an answer has left for the client. The end of a
    /// response is only its handing over to Vert.x, which drops what it has not written when a
    /// connection is closed.
    ///
    /// @param written completes when the answer's last byte was given to the system, fails when the
    ///   client is gone
    void leaving(Future<Void> written) {
        if (!written.isComplete()) {
            unwritten++;
            written.onComplete(_ -> unwritten--);
        }
    }

    void tick() {
        if (!underWay.isEmpty()) {
            long now = System.nanoTime();
            // A copy, for whoever has had its time leaves.
            List.copyOf(underWay).forEach(timed -> timed.tick(now));
        }
    }

    /// Whether nothing is under way nor on its way out. For any thread.
    Future<Boolean> atRest() {
        return onLoop(() -> underWay.isEmpty() && unwritten == 0);
    }

    /// Ends what is under way with an error. For any thread.
    ///
    /// @return completes with how many that were
    Future<Integer> cutShort() {
        return onLoop(() -> {
            List<Timed> all = List.copyOf(underWay);
            all.forEach(Timed::cutShort);
            return all.size();
        });
    }

    private <T> Future<T> onLoop(Supplier<T> look) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(_ -> promise.complete(look.get()));
        return promise.future();
    }
}
