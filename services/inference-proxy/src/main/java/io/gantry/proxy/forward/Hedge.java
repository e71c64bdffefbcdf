package io.gantry.proxy.forward;

import io.gantry.proxy.admit.Slot;
import io.gantry.proxy.route.HedgePolicy;
import io.gantry.proxy.route.RequestPath;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A second replica for a request whose first one takes long. Who answers first has it, and the
/// other is told that nobody wants its answer any more.
final class Hedge {

    private static final int ERROR = 500;

    private final Exchange exchange;
    private final HttpServerRequest request;
    private final Call call;
    private final Slot first;
    private final long timer;
    private @Nullable Slot second;
    private @Nullable Relay relay;
    private boolean over;

    private Hedge(
            Exchange exchange,
            HttpServerRequest request,
            Call call,
            Slot first,
            HedgePolicy policy) {
        this.exchange = exchange;
        this.request = request;
        this.call = call;
        this.first = first;
        this.timer =
                exchange.around().vertx().setTimer(policy.after().toMillis(), _ -> askSecond());
    }

    /// Where the service asks for it, and the request is one that two may have.
    ///
    /// @param first who has all of the request
    static @Nullable Hedge of(Exchange exchange, HttpServerRequest request, Call call, Slot first) {
        HedgePolicy policy = call.service().hedge();
        if (policy == null
                || call.entry() != null
                || !RequestPath.mayBeHedged(request.method().name(), call.path())) {
            return null;
        }
        call.gate().hedges().earn();
        return new Hedge(exchange, request, call, first, policy);
    }

    private void askSecond() {
        Optional<Buffer> body = exchange.sent().whole();
        if (over || body.isEmpty()) {
            return;
        }
        Optional<Slot> other = call.gate().elsewhere(call.wish(), Set.of(first), call);
        if (other.isEmpty()) {
            return;
        }
        Slot slot = other.get();
        // One that has more to do would not be faster.
        if (slot.outstanding() > first.outstanding() || !call.gate().hedges().spend()) {
            call.gate().release(slot);
            return;
        }
        second = slot;
        exchange.around().meters().of(slot.revision()).started();
        exchange.around().meters().of(slot.revision()).hedged();
        Upstream.open(exchange.loop(), request, call, slot.endpoint())
                .onComplete(opened -> send(opened, body.get()), _ -> drop());
    }

    private void send(HttpClientRequest opened, Buffer body) {
        if (over) {
            opened.exceptionHandler(_ -> {});
            opened.reset();
            return;
        }
        relay = new Relay(exchange, request, call, opened, body, this);
        relay.start();
    }

    /// The second replica answers.
    ///
    /// @return true when its answer is the request's
    boolean answers(int status) {
        if (over) {
            return true;
        }
        if (status >= ERROR) {
            drop();
            return false;
        }
        takeOver();
        return true;
    }

    /// The second replica is lost.
    ///
    /// @return false when it was the request's own by then
    boolean isLost() {
        if (over) {
            return false;
        }
        drop();
        return true;
    }

    /// The first replica has not answered and will not.
    ///
    /// @return true when the second one is what the request waits for now
    boolean takeOver() {
        if (over || second == null || relay == null) {
            return false;
        }
        over = true;
        exchange.handOver(second, relay);
        return true;
    }

    /// Whoever has it now, it stays there.
    void end() {
        if (over) {
            return;
        }
        exchange.around().vertx().cancelTimer(timer);
        if (relay != null) {
            relay.cancel();
        }
        drop();
    }

    private void drop() {
        over = true;
        if (second != null) {
            exchange.around().meters().of(second.revision()).stopped();
            call.gate().release(second);
        }
    }
}
