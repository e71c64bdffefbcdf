package io.gantry.proxy.forward;

import io.gantry.proxy.route.Protocol;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long an exchange has taken, and may take.
final class TimeLimits {

    private static final Duration SHORTEST_FAIR = Duration.ofMillis(500);

    private final long startedNanos = System.nanoTime();
    private final Duration toBegin;
    private final @Nullable Duration toEnd;

    /// From now on.
    ///
    /// @param byDefault where the service says nothing
    TimeLimits(HttpServerRequest request, Call call, Duration byDefault) {
        this.toBegin = call.service().timeLimit(byDefault);
        this.toEnd =
                call.protocol() == Protocol.GRPC
                        ? Grpc.timeout(request.headers()).orElse(null)
                        : null;
    }

    /// Until when the answer has to begin.
    Duration toBegin() {
        return toBegin;
    }

    /// Until when the answer to a call has to be whole; null when it does not say.
    @Nullable Duration toEnd() {
        return toEnd;
    }

    boolean beginOverdue(long nanos) {
        return age(nanos) > toBegin.toNanos();
    }

    /// Whether whoever had the request for so long had enough of its time to answer it: it was not
    /// used up by waiting for a place, nor is it a deadline that nobody could keep.
    boolean wasFair(long nanos) {
        long limit =
                toEnd == null ? toBegin.toNanos() : Math.min(toEnd.toNanos(), toBegin.toNanos());
        return nanos >= SHORTEST_FAIR.toNanos() && nanos >= limit / 2;
    }

    boolean endOverdue() {
        return toEnd != null && age().compareTo(toEnd) > 0;
    }

    /// Since the request came in.
    Duration age() {
        return Duration.ofNanos(age(System.nanoTime()));
    }

    long age(long nanos) {
        return nanos - startedNanos;
    }

    long startedNanos() {
        return startedNanos;
    }
}
