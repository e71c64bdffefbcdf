package io.gantry.proxy.forward;

import io.gantry.proxy.meter.Outcome;
import io.gantry.proxy.route.RevisionId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/// One request that somebody else answers, to its last byte: what its [Passage] tells it, and that
/// it ends once, however it does.
abstract class Errand implements Timed {

    protected final Surroundings around;
    protected final Loop loop;
    protected final HttpServerRequest request;
    protected final Call call;
    protected final TimeLimits time;
    protected final Refusals refusals;
    protected @Nullable Passage passage;
    protected boolean done;

    protected Errand(Surroundings around, Loop loop, HttpServerRequest request, Call call) {
        this.around = around;
        this.loop = loop;
        this.request = request;
        this.call = call;
        this.time = new TimeLimits(request, call, around.config().admit().requestTimeout());
        this.refusals = new Refusals(call, time, around.config().admit().retryAfter());
    }

    /// What of the request went to somebody who has not answered yet.
    abstract KeptBody sent();

    /// What the request is at, or was last; null before, and where another proxy counts it.
    abstract @Nullable RevisionId revision();

    /// All of the request is there.
    abstract void requestSent();

    /// The answer has begun, so nobody else gets the request.
    abstract void answering(int code);

    /// Whoever was asked answers that it cannot.
    ///
    /// @return false when nobody else can either, so that the client gets this answer
    abstract boolean goesElsewhere();

    /// There will be no answer.
    ///
    /// @param cause the end of the connection, or something that is no answer
    abstract void lost(Throwable cause);

    /// Why an answer ended before its end, when it was not this proxy that ended it.
    abstract Fault brokenOff();

    /// The request has ended.
    protected abstract void ended(Outcome outcome);

    protected final void begin() {
        loop.add(this);
        request.response().closeHandler(_ -> clientGone());
    }

    /// @param whole the request's body, when it was read already
    protected final void pass(HttpClientRequest upstream, @Nullable Buffer whole) {
        passage =
                Tunnel.isAskedFor(request)
                        ? new Tunnel(this, request, call, upstream)
                        : new Relay(this, request, call, upstream, whole, null);
        passage.start();
    }

    /// The answer was whole.
    final void answered(int code) {
        finish(Outcome.of(code));
    }

    /// The answer ended before its end; the client was told as far as it could be.
    final void brokeOff(int code) {
        finish(new Outcome(code, true));
    }

    /// The client was promised a stream of events, and this is none.
    final void noStream(int status) {
        refuse(refusals.noStream(status));
    }

    private void clientGone() {
        if (!done) {
            cancelUpstream();
            finish(Outcome.of(Outcome.CLIENT_GONE));
        }
    }

    @Override
    public final void cutShort() {
        cutShort(Fault.shuttingDown());
    }

    protected final void cutShort(Fault why) {
        if (passage != null && passage.answering()) {
            passage.cutShort(why);
        } else {
            cancelUpstream();
            refuse(why);
        }
    }

    protected final void cancelUpstream() {
        if (passage != null) {
            passage.cancel();
        }
    }

    protected final void refuse(Fault fault) {
        if (!done) {
            // First the end, for writing the answer may call the close handler.
            finish(Outcome.of(fault.status()));
            around.answers().fault(request, call.protocol(), fault);
        }
    }

    private void finish(Outcome outcome) {
        if (!done) {
            done = true;
            loop.remove(this);
            ended(outcome);
        }
    }

    final Surroundings around() {
        return around;
    }

    final Loop loop() {
        return loop;
    }

    final TimeLimits time() {
        return time;
    }
}
