package io.gantry.proxy.forward;

import io.gantry.events.Failure;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the client of one request is told when it gets no answer of a replica's.
final class Refusals {

    private final Call call;
    private final TimeLimits time;
    private final Duration retryAfter;

    Refusals(Call call, TimeLimits time, Duration retryAfter) {
        this.call = call;
        this.time = time;
        this.retryAfter = retryAfter;
    }

    Fault deleted() {
        return Fault.unknownModel(call.service().namespace(), name());
    }

    Fault notReady() {
        return Fault.notReady(name(), retryAfter);
    }

    Fault queueFull(int limit) {
        return Fault.queueFull(name(), limit, retryAfter);
    }

    Fault broken(Failure failure) {
        return Fault.broken(name(), failure, retryAfter);
    }

    Fault unreachable() {
        return Fault.unreachable(name(), retryAfter);
    }

    /// Somebody was there, and did not understand a call.
    Fault speaksNoGrpc() {
        return Fault.speaksNoGrpc(name());
    }

    Fault noStream(int status) {
        return Fault.noStream(name(), status);
    }

    /// No answer has begun in time.
    ///
    /// @param passage to the replica; null while none was reached
    Fault late(@Nullable Passage passage) {
        if (passage == null) {
            return Fault.waitedTooLong(name(), time.toBegin());
        }
        return passage.awaitsClient()
                ? Fault.requestTooSlow(time.toBegin())
                : Fault.answeredTooLate(name(), time.toBegin());
    }

    /// No answer was whole in time.
    Fault tooLate() {
        return Fault.deadlineExceeded(name(), Objects.requireNonNull(time.toEnd()));
    }

    /// The replica was lost before it answered. One that knows the deadline may keep to it before
    /// the proxy has looked.
    Fault lost() {
        return time.endOverdue() ? tooLate() : Fault.lost(name());
    }

    /// The replica has ended an answer before its end.
    Fault brokenOff() {
        return time.endOverdue() ? tooLate() : Fault.brokeOff(name());
    }

    private String name() {
        return call.service().name();
    }
}
