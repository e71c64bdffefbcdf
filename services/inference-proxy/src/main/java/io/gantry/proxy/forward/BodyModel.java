package io.gantry.proxy.forward;

import io.gantry.proxy.route.ModelFinder;
import io.gantry.proxy.route.ModelFinder.Outcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Reads a request's body as far as it takes to know the model, and then pauses it.
final class BodyModel implements Timed {

    private final HttpServerRequest request;
    private final Loop loop;
    private final Limits limits;
    private final Result result;
    private final ModelFinder finder;
    private final long startedNanos = System.nanoTime();
    private final Buffer head = Buffer.buffer();
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
        head.appendBuffer(bytes);
        Outcome outcome = finder.feed(ByteBuffer.wrap(bytes.getBytes()));
        if (outcome instanceof Outcome.More && head.length() > limits.bytes()) {
            refuse(Fault.bodyTooLarge(limits.bytes()));
        } else {
            conclude(outcome);
        }
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
        result.refused(fault);
    }

    private void stop() {
        done = true;
        loop.remove(this);
    }

    /// How much of a body may be read, and for how long.
    record Limits(long bytes, Duration time) {}

    /// Hears once what became of it.
    interface Result {

        void found(String model, Buffer head);

        void refused(Fault fault);
    }
}
