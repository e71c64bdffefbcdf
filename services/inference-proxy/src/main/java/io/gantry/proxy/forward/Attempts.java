package io.gantry.proxy.forward;

import io.gantry.proxy.admit.Slot;
import io.gantry.proxy.route.RequestPath;
import io.quarkus.logging.Log;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Where a request goes whose replica did not take it, or was lost with it.
final class Attempts {

    /// A request that kills whoever gets it shall not get to all of them.
    private static final int MOST_REPEATS = 2;

    private static final long REFUSED_STREAM = 0x7;

    private final Surroundings around;
    private final HttpServerRequest request;
    private final Call call;
    private final KeptBody sent;
    private final Set<Slot> tried = new HashSet<>(0);
    private long failingSince;
    private int repeats;

    /// @param sent keeps what went to a replica
    Attempts(Surroundings around, HttpServerRequest request, Call call, KeptBody sent) {
        this.around = around;
        this.request = request;
        this.call = call;
        this.sent = sent;
    }

    /// Whether whoever had the request is no longer there or did not take it, rather than answers
    /// with something else.
    static boolean hasGone(Throwable cause) {
        return cause instanceof HttpClosedException
                || cause instanceof IOException
                || isUntouched(cause);
    }

    /// Whether nothing was done of the request, as RFC 9113, section 8.7, has it of a stream that
    /// is refused: so any may be sent once more.
    private static boolean isUntouched(Throwable cause) {
        return cause instanceof StreamResetException reset && reset.getCode() == REFUSED_STREAM;
    }

    /// Where next.
    sealed interface Next {

        /// A replica that has not had it yet.
        record Other(Slot slot) implements Next {}

        /// In a moment any of them, once more.
        record Later() implements Next {}

        /// It went on for long enough.
        record Nowhere() implements Next {}
    }

    /// What of the request went to a replica that has not answered yet.
    KeptBody sent() {
        return sent;
    }

    /// Nobody else gets the request.
    ///
    /// @param status of the answer
    void answered(Slot replica, int status) {
        if (status < 502 || status > 504) {
            replica.health().answered();
        } else {
            failed(replica);
        }
    }

    void failed(Slot replica) {
        if (call.entry() != null) {
            // It says nothing of the replica behind.
            return;
        }
        Duration out = replica.health().failed();
        if (!out.isZero()) {
            around.meters().of(replica.revision()).ejected();
            Log.warnf(
                    "A replica fails and is passed over for a while model=%s replica=%s seconds=%d",
                    call.service().key(), replica.endpoint().id(), out.toSeconds());
        }
    }

    /// Any other replica may have it; when there is none, the same ones again after a pause, until
    /// patience is over.
    Next after(Slot unreached) {
        failingSince = failingSince == 0 ? System.nanoTime() : failingSince;
        return notAt(unreached);
    }

    /// Where next when a replica has answered that it cannot, being full or about to end. Only who
    /// was lost with another one before waits for it: the client of such a request is not told of a
    /// crowd that it has nothing to do with.
    Next instead(Slot refused) {
        if (!mayBeRepeated() || sent.whole().isEmpty()) {
            return new Next.Nowhere();
        }
        Next next = notAt(refused);
        if (!(next instanceof Next.Nowhere)) {
            around.meters().of(refused.revision()).repeated();
        }
        return next;
    }

    private Next notAt(Slot replica) {
        tried.add(replica);
        Optional<Slot> other = call.gate().elsewhere(call.wish(), tried, call);
        if (other.isPresent()) {
            return new Next.Other(other.get());
        }
        Duration patience = around.config().forward().unreachablePatience();
        if (failingSince == 0 || System.nanoTime() - failingSince > patience.toNanos()) {
            return new Next.Nowhere();
        }
        tried.clear();
        return new Next.Later();
    }

    /// A replica may have done the work of a request that was lost with it, so somebody else gets
    /// it only where that does no harm, and where all of it is still there.
    ///
    /// @return the body to send once more; empty when it may not be
    Optional<Buffer> repeat(Slot lost, Throwable cause) {
        boolean harmless = isUntouched(cause) || (hasGone(cause) && mayBeRepeated());
        if (repeats == MOST_REPEATS || !harmless) {
            return Optional.empty();
        }
        Optional<Buffer> body = sent.whole();
        if (body.isPresent()) {
            repeats++;
            around.meters().of(lost.revision()).repeated();
        }
        return body;
    }

    private boolean mayBeRepeated() {
        return RequestPath.mayBeRepeated(request.method().name(), call.path());
    }
}
