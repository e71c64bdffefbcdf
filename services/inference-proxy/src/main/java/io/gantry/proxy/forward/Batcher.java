package io.gantry.proxy.forward;

import io.gantry.proxy.meter.BatchMeters;
import io.gantry.proxy.route.BatchPolicy;
import io.gantry.proxy.route.Target;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The batches that may yet take requests, one of each kind, from whatever event loop they come.
@Singleton
class Batcher {

    private static final String PREDICT = ":predict";
    private static final String INFER = "/infer";

    /// Says that not all of V2's body is JSON.
    private static final String BINARY = "Inference-Header-Content-Length";

    private final Surroundings around;
    private final Loops loops;
    private final BatchMeters meters;
    private final Map<BatchKind, Batch> open = new ConcurrentHashMap<>();

    Batcher(Surroundings around, Loops loops, BatchMeters meters) {
        this.around = around;
        this.loops = loops;
        this.meters = meters;
    }

    /// Takes a request that may become part of a batch.
    ///
    /// @return false when it is none, and goes on as ever
    boolean takes(HttpServerRequest request, Call call) {
        BatchPolicy policy = call.service().batch();
        if (policy == null
                || call.use() != Target.Use.WORK
                || !isInference(call)
                || request.headers().contains(BINARY)
                || request.headers().contains(HttpHeaders.CONTENT_ENCODING)
                || RequestHeaders.contentLength(request.headers()) > BatchMember.MAX_BODY) {
            return false;
        }
        new BatchMember(this, around, loops.current(), request, call, policy).start();
        return true;
    }

    private static boolean isInference(Call call) {
        return switch (call.protocol()) {
            case V1 -> call.path().endsWith(PREDICT);
            case V2 -> call.path().endsWith(INFER);
            default -> false;
        };
    }

    /// Puts a request into a batch, which goes when it is full, or when its first request has
    /// waited for long enough.
    void add(BatchMember member, BatchPolicy policy) {
        open.compute(
                member.kind(),
                (kind, waiting) -> {
                    Batch batch = waiting;
                    if (batch != null && !batch.hasRoomFor(member)) {
                        batch.go();
                        batch = null;
                    }
                    if (batch == null) {
                        batch = new Batch(around, meters, member, policy.maxRows());
                        awaitOthers(kind, batch, policy);
                    }
                    batch.add(member);
                    if (batch.isFull()) {
                        batch.go();
                        return null;
                    }
                    return batch;
                });
    }

    /// On the event loop of the batch's first member, which is this one.
    private void awaitOthers(BatchKind kind, Batch batch, BatchPolicy policy) {
        around.vertx()
                .setTimer(
                        Math.max(1, policy.maxLatency().toMillis()),
                        _ -> {
                            if (open.remove(kind, batch)) {
                                batch.go();
                            }
                        });
    }
}
