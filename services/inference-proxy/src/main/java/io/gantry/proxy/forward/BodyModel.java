package io.gantry.proxy.forward;

import io.gantry.proxy.route.ModelFinder;
import io.gantry.proxy.route.ModelFinder.Outcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Reads a request's body as far as it takes to know the model, and then pauses it.
final class BodyModel implements Timed {

    private static final int UNCOUNTED = 16 * 1024;

    private final HttpServerRequest request;
    private final Loop loop;
    private final Limits limits;
    private final Result result;
    private final ModelFinder finder;
    private final long startedNanos = System.nanoTime();
    private Buffer head = Buffer.buffer();
    private @Nullable Holding holding;
    private boolean done;

    BodyModel(
            HttpServerRequest request,
            Loop loop,
            ModelFinder finder,
            Limits limits,
            Result result) {
        this.request = request;
        this.loop = loop;
        this.finder = finder;
        this.limits = limits;
        this.result = result;
    }

    void read() {
        loop.add(this);
        request.response().closeHandler(_ -> stop());
        request.handler(this::take);
        request.endHandler(_ -> {
            if (!done) {
                conclude(finder.end());
            }
        });
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        request.resume();
    }

    @Override
    public void tick(long nanos) {
        if (nanos - startedNanos > limits.time().toNanos()) {
            refuse(Fault.bodyTooSlow(limits.time()));
        }
    }

    @Override
    public void cutShort() {
        refuse(Fault.shuttingDown());
    }

    private void take(Buffer bytes) {
        if (done) {
            return;
        }
        if (!hold(bytes.length())) {
            refuse(Fault.noRoom(limits.retryAfter()));
            return;
        }
        head.appendBuffer(bytes);
        Outcome outcome = finder.feed(ByteBuffer.wrap(bytes.getBytes()));
        if (outcome instanceof Outcome.More && head.length() > limits.bytes()) {
            refuse(Fault.bodyTooLarge(limits.bytes()));
        } else {
            conclude(outcome);
        }
    }

    /// Of small ones there are only as many as requests, and most name their model at once.
    private boolean hold(int more) {
        if (holding != null) {
            return holding.take(more);
        }
        int length = head.length() + more;
        if (length <= UNCOUNTED) {
            return true;
        }
        Holding begun = loop.holding();
        holding = begun;
        // Until then the request has it.
        request.response().endHandler(_ -> begun.release());
        return begun.take(length);
    }

    private void conclude(Outcome outcome) {
        switch (outcome) {
            case Outcome.More _ -> {}
            case Outcome.Found(String model) -> {
                stop();
                request.pause();
                result.found(model, head);
            }
            case Outcome.Missing _ -> refuse(Fault.modelMissing());
            case Outcome.Broken(String reason) -> refuse(Fault.brokenBody(reason));
        }
    }

    private void refuse(Fault fault) {
        stop();
        // The client may send on for long, for nobody.
        head = Buffer.buffer();
        result.refused(fault);
    }

    private void stop() {
        done = true;
        loop.remove(this);
    }

    /// How much of a body may be read, and for how long; and after how long a client should come
    /// again for which there was no room.
    record Limits(long bytes, Duration time, Duration retryAfter) {}

    /// Hears once what became of it.
    interface Result {

        void found(String model, Buffer head);

        void refused(Fault fault);
    }
}
