package io.gantry.proxy.forward;

import io.gantry.events.Failure;
import io.gantry.proxy.admit.Admission;
import io.gantry.proxy.admit.Rank;
import io.gantry.proxy.admit.RequestFacts;
import io.gantry.proxy.admit.Slot;
import io.gantry.proxy.admit.Ticket;
import io.gantry.proxy.admit.Waiter;
import io.gantry.proxy.meter.Outcome;
import io.gantry.proxy.route.RevisionId;
import io.gantry.proxy.route.Target;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request from the moment its model is known to its last byte: waits for a replica, reaches
/// it, and makes sure that its place is given back and its end counted, once, however it ends.
final class Exchange extends Errand implements Waiter {

    private static final long RETRY_PAUSE_MILLIS = 100;

    private final Context context;
    private final Attempts attempts;
    private final @Nullable KeepAlive keepAlive;
    private @Nullable RevisionId revision;
    private @Nullable Ticket ticket;
    private @Nullable Slot slot;
    private @Nullable Hedge hedge;

    /// When the replica that has the request now was first seen to have it; 0 before. Looked at
    /// with each tick, so that a request costs no clock more.
    private long passedNanos;

    /// The request's body, when it has been read; null before.
    private @Nullable Buffer whole;

    Exchange(Surroundings around, Loop loop, HttpServerRequest request, Call call) {
        this(around, loop, request, call, new KeptBody(loop.bodies()));
    }

    /// @param sent what of the request somebody else had before, who is lost
    Exchange(Surroundings around, Loop loop, HttpServerRequest request, Call call, KeptBody sent) {
        super(around, loop, request, call);
        this.keepAlive = KeepAlive.of(request);
        this.attempts = new Attempts(around, request, call, sent);
        this.context = around.vertx().getOrCreateContext();
        this.whole = sent.whole().orElse(null);
    }

    void start() {
        begin();
        if (call.use() == Target.Use.WORK) {
            enter();
        } else {
            call.gate()
                    .anyReady(call)
                    .ifPresentOrElse(this::reach, () -> refuse(refusals.notReady()));
        }
    }

    private void enter() {
        switch (call.gate().admit(call.wish(), this)) {
            case Admission.Admitted(Slot free) -> occupy(free);
            case Admission.Held(Ticket place) -> ticket = place;
            case Admission.Full(RevisionId due, int limit) -> {
                revision = due;
                refuse(refusals.queueFull(limit));
            }
            case Admission.Broken(RevisionId due, Failure failure) -> {
                revision = due;
                refuse(refusals.broken(failure));
            }
            case Admission.Closed() -> refuse(refusals.deleted());
        }
    }

    @Override
    public void admitted(Slot free, boolean coldStart) {
        context.runOnContext(_ -> {
            ticket = null;
            if (done) {
                call.gate().release(free);
                return;
            }
            if (coldStart) {
                around.meters().of(free.revision()).coldStarted(time.age(System.nanoTime()));
            }
            occupy(free);
        });
    }

    @Override
    public void broken(Failure failure) {
        context.runOnContext(_ -> refuse(refusals.broken(failure)));
    }

    @Override
    public void gone() {
        context.runOnContext(_ -> refuse(refusals.deleted()));
    }

    @Override
    public void displaced(int limit) {
        context.runOnContext(_ -> refuse(refusals.queueFull(limit)));
    }

    @Override
    public Rank rank() {
        return around.ranks().of(request.headers());
    }

    @Override
    public RequestFacts facts() {
        return call;
    }

    private void occupy(Slot free) {
        slot = free;
        around.meters().of(free.revision()).started();
        reach(free);
    }

    private void vacate() {
        if (slot != null) {
            around.meters().of(slot.revision()).stopped();
            call.gate().release(slot);
            slot = null;
        }
    }

    private void reach(Slot replica) {
        revision = replica.revision();
        Upstream.open(loop, request, call, replica.endpoint())
                .onComplete(opened -> {
                    if (opened.failed()) {
                        failed(replica, opened.cause());
                    } else if (done) {
                        opened.result().reset();
                    } else {
                        pass(opened.result(), whole);
                    }
                });
    }

    private void failed(Slot replica, Throwable cause) {
        // Somebody was there, and did not understand.
        if (cause instanceof Http2Exception) {
            vacate();
            refuse(refusals.speaksNoGrpc());
            return;
        }
        attempts.failed(replica);
        vacate();
        if (done) {
            return;
        }
        if (call.use() == Target.Use.STATUS) {
            refuse(refusals.notReady());
        } else {
            goTo(attempts.after(replica));
        }
    }

    private void goTo(Attempts.Next next) {
        switch (next) {
            case Attempts.Next.Other(Slot other) -> occupy(other);
            case Attempts.Next.Later() ->
                    around.vertx().setTimer(RETRY_PAUSE_MILLIS, _ -> tryAgain());
            case Attempts.Next.Nowhere() -> refuse(refusals.unreachable());
        }
    }

    private void tryAgain() {
        if (!done) {
            enter();
        }
    }

    @Override
    void lost(Throwable cause) {
        Slot replica = slot;
        Optional<Buffer> again = Optional.empty();
        if (replica != null && !time.endOverdue()) {
            attempts.failed(replica);
            if (standsBy()) {
                return;
            }
            again = attempts.repeat(replica, cause);
        }
        if (replica != null && again.isPresent()) {
            again(again.get());
            goTo(attempts.after(replica));
        } else {
            refuse(refusals.lost());
        }
    }

    @Override
    boolean goesElsewhere() {
        Slot replica = slot;
        if (standsBy()) {
            return true;
        }
        Attempts.Next next =
                replica == null ? new Attempts.Next.Nowhere() : attempts.instead(replica);
        if (replica == null || next instanceof Attempts.Next.Nowhere) {
            return false;
        }
        attempts.failed(replica);
        again(attempts.sent().whole().orElseThrow());
        goTo(next);
        return true;
    }

    private void again(Buffer body) {
        // A second replica that comes too late to take over must not answer beside the next one.
        endHedge();
        whole = body;
        passage = null;
        passedNanos = 0;
        vacate();
    }

    @Override
    Fault brokenOff() {
        return refusals.brokenOff();
    }

    @Override
    void requestSent() {
        attempts.sent().ended();
        // The first replica that has it, not one that it goes to later.
        if (slot != null && whole == null && hedge == null) {
            Shadow.follow(around, loop, request, call, attempts.sent());
            hedge = Hedge.of(this, request, call, slot);
        }
    }

    /// Another replica than the one that was asked first has the request now.
    void handOver(Slot replica, Passage with) {
        cancelUpstream();
        vacate();
        slot = replica;
        revision = replica.revision();
        passage = with;
        passedNanos = 0;
    }

    private boolean standsBy() {
        return hedge != null && hedge.takeOver();
    }

    @Override
    void answering(int code) {
        attempts.sent().forget();
        endHedge();
        // A call that is answered after its time says what its deadline was, and nothing of the
        // replica.
        if (slot != null && !time.endOverdue()) {
            attempts.answered(slot, code);
        }
    }

    private void endHedge() {
        if (hedge != null) {
            hedge.end();
        }
    }

    @Override
    public void tick(long nanos) {
        if (passage != null && passedNanos == 0) {
            passedNanos = nanos;
        }
        if (time.endOverdue()) {
            keptWaiting(nanos);
            cutShort(refusals.tooLate());
        } else if (passage != null && passage.answering()) {
            passage.tick(nanos, around.config().forward().streamIdleTimeout());
        } else if (time.beginOverdue(nanos)) {
            Fault late = refusals.late(passage);
            keptWaiting(nanos);
            cancelUpstream();
            refuse(late);
        } else if (keepAlive != null) {
            keepAlive.tick(nanos);
        }
    }

    /// A request's time is over. Envoy's outlier detection counts such a replica as one that
    /// answers 504; here only where the replica is what was waited for, and had a fair time for it.
    private void keptWaiting(long nanos) {
        if (slot != null
                && passage != null
                && !passage.answering()
                && !passage.awaitsClient()
                && time.wasFair(nanos - passedNanos)) {
            attempts.failed(slot);
            passage.overdue();
        }
    }

    @Override
    protected void ended(Outcome outcome) {
        attempts.sent().forget();
        endHedge();
        if (ticket != null) {
            revision = ticket.revision();
            call.gate().leave(ticket);
        }
        vacate();
        around.meters()
                .ended(
                        revision,
                        call.use() == Target.Use.WORK,
                        call.protocol(),
                        outcome,
                        time.age(System.nanoTime()));
    }

    @Override
    @Nullable RevisionId revision() {
        return revision;
    }

    @Override
    KeptBody sent() {
        return attempts.sent();
    }
}
