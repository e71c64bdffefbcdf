package io.gantry.proxy.forward;

import io.gantry.proxy.admit.Slot;
import io.gantry.proxy.meter.Outcome;
import io.gantry.proxy.route.Protocol;
import io.gantry.proxy.route.ShadowPolicy;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// A copy of a request, whose answer nobody sees: how a revision would do that has no share yet. It
/// waits for nothing: where no place is free, or the request was too large to keep, there is no
/// copy. What becomes of it changes nothing for the client.
final class Shadow implements Timed {

    /// Tells the predictor that nobody waits.
    private static final String MARK = "X-Gantry-Shadow";

    private static final long CANCEL = 0x8;

    private final Surroundings around;
    private final Loop loop;
    private final Call call;
    private final Slot slot;
    private final Duration timeLimit;
    private final long startedNanos = System.nanoTime();
    private @Nullable HttpClientRequest upstream;
    private boolean done;

    private Shadow(Surroundings around, Loop loop, Call call, Slot slot) {
        this.around = around;
        this.loop = loop;
        this.call = call;
        this.slot = slot;
        this.timeLimit = call.service().timeLimit(around.config().admit().requestTimeout());
    }

    /// Sends a copy where the service wants one.
    ///
    /// @param sent what the request's own replica got
    static void follow(
            Surroundings around, Loop loop, HttpServerRequest request, Call call, KeptBody sent) {
        ShadowPolicy policy = call.service().shadow();
        if (policy == null || ThreadLocalRandom.current().nextDouble(100) >= policy.percent()) {
            return;
        }
        Optional<Buffer> body = sent.whole();
        if (body.isPresent()) {
            call.gate()
                    .aside(policy.revision(), call)
                    .ifPresent(
                            slot -> new Shadow(around, loop, call, slot).open(request, body.get()));
        }
    }

    private void open(HttpServerRequest request, Buffer body) {
        loop.add(this);
        around.meters().of(slot.revision()).started();
        Upstream.open(loop, request, call, slot.endpoint())
                .onFailure(_ -> finish(503))
                .onSuccess(opened -> {
                    if (done) {
                        opened.reset(CANCEL);
                    } else {
                        send(request, body, opened);
                    }
                });
    }

    private void send(HttpServerRequest request, Buffer body, HttpClientRequest opened) {
        upstream = opened;
        RequestHeaders.toUpstream(request, call.requestId(), opened.headers());
        opened.putHeader(MARK, "true");
        if (call.protocol() == Protocol.GRPC) {
            Grpc.asCall(opened.headers(), Duration.ZERO);
        }
        opened.exceptionHandler(_ -> {});
        opened.response()
                .compose(Shadow::drain)
                .onFailure(_ -> finish(502))
                .onSuccess(this::finish);
        opened.end(body);
    }

    private static Future<Integer> drain(HttpClientResponse answer) {
        answer.handler(_ -> {});
        return answer.end().map(_ -> answer.statusCode());
    }

    @Override
    public void tick(long nanos) {
        if (nanos - startedNanos > timeLimit.toNanos()) {
            cutShort();
        }
    }

    @Override
    public void cutShort() {
        finish(504);
        if (upstream != null) {
            upstream.reset(CANCEL);
        }
    }

    private void finish(int status) {
        if (done) {
            return;
        }
        done = true;
        loop.remove(this);
        call.gate().release(slot);
        var meter = around.meters().of(slot.revision());
        meter.stopped();
        // No client's request, so it counts for no service level.
        meter.asked(call.protocol(), Outcome.of(status), System.nanoTime() - startedNanos);
    }
}
