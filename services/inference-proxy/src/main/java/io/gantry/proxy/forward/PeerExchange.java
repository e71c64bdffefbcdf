package io.gantry.proxy.forward;

import io.gantry.proxy.meter.Outcome;
import io.gantry.proxy.meter.PeerMeters;
import io.gantry.proxy.peer.Peer;
import io.gantry.proxy.route.RequestPath;
import io.gantry.proxy.route.RevisionId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request on its way through the proxy that admits it, which waits, counts and logs as for a
/// client of its own. Here it takes no place, and comes back to be admitted when none of the others
/// can be reached: better too many at a replica than none.
final class PeerExchange extends Errand {

    /// For the other proxy to keep to the same limits first, and say so.
    private static final Duration GRACE = Duration.ofSeconds(1);

    /// As of a request that was lost with its replica.
    private static final int MOST_REPEATS = 2;

    private final CallEntry entry;
    private final Relayed what;
    private final Iterator<Peer> others;
    private final KeptBody sent;
    private @Nullable Peer peer;
    private @Nullable Buffer whole;
    private int repeats;
    private boolean answering;

    PeerExchange(CallEntry entry, Loop loop, HttpServerRequest request, Relayed what) {
        super(entry.around(), loop, request, what.asCall());
        this.entry = entry;
        this.what = what;
        this.others = what.others().iterator();
        this.sent = new KeptBody(loop.bodies());
    }

    void start() {
        begin();
        next();
    }

    private void next() {
        if (!others.hasNext()) {
            admitHere();
            return;
        }
        Peer to = others.next();
        peer = to;
        passage = null;
        Upstream.open(loop, request, call, to.endpoint())
                .onComplete(opened -> {
                    if (opened.failed()) {
                        unreachable(to);
                    } else if (done) {
                        opened.result().exceptionHandler(_ -> {});
                        opened.result().reset();
                    } else {
                        pass(opened.result());
                    }
                });
    }

    private void unreachable(Peer to) {
        entry.failed(to);
        if (!done) {
            next();
        }
    }

    private void pass(HttpClientRequest upstream) {
        upstream.authority(what.authority());
        upstream.putHeader(RequestHeaders.RELAYED, entry.self());
        pass(upstream, whole);
    }

    private void admitHere() {
        done = true;
        loop.remove(this);
        entry.count(PeerMeters.End.ADMITTED_HERE);
        entry.admit(request, what.call(), sent);
    }

    @Override
    void lost(Throwable cause) {
        if (peer != null) {
            entry.failed(peer);
        }
        Optional<Buffer> again = Attempts.hasGone(cause) ? repeatable() : Optional.empty();
        if (again.isPresent()) {
            repeats++;
            again(again.get());
        } else {
            refuse(brokenOff());
        }
    }

    /// A proxy that ends says so to those whom it cannot wait for any longer, and has stopped their
    /// work.
    @Override
    boolean goesElsewhere() {
        Optional<Buffer> again =
                peer == null || entry.admits(peer) ? Optional.empty() : repeatable();
        again.ifPresent(this::again);
        return again.isPresent();
    }

    private Optional<Buffer> repeatable() {
        return repeats < MOST_REPEATS
                        && RequestPath.mayBeRepeated(request.method().name(), what.call().path())
                ? sent.whole()
                : Optional.empty();
    }

    private void again(Buffer body) {
        whole = body;
        next();
    }

    @Override
    void answering(int code) {
        answering = true;
        sent.forget();
        if (peer != null) {
            peer.health().answered();
        }
    }

    @Override
    void requestSent() {
        sent.ended();
    }

    @Override
    KeptBody sent() {
        return sent;
    }

    @Override
    @Nullable RevisionId revision() {
        return null;
    }

    @Override
    Fault brokenOff() {
        return Fault.proxyLost(call.service().name());
    }

    @Override
    public void tick(long nanos) {
        long seen = nanos - GRACE.toNanos();
        if (passage != null && passage.answering()) {
            passage.tick(seen, around.config().forward().streamIdleTimeout());
        } else if (time.beginOverdue(seen)) {
            Fault late = refusals.late(passage);
            cancelUpstream();
            refuse(late);
        }
    }

    @Override
    protected void ended(Outcome outcome) {
        sent.forget();
        entry.count(
                outcome.brokenOff()
                        ? PeerMeters.End.BROKEN_OFF
                        : outcome.code() == Outcome.CLIENT_GONE
                                ? PeerMeters.End.CLIENT_GONE
                                : answering ? PeerMeters.End.ANSWERED : PeerMeters.End.FAILED);
    }
}
