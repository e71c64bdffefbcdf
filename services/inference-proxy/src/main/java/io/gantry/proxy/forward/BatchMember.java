package io.gantry.proxy.forward;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.proxy.batch.Batchable;
import io.gantry.proxy.meter.Outcome;
import io.gantry.proxy.route.BatchPolicy;
import io.gantry.proxy.route.Protocol;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A client's request on its way into a batch and out again: reads it whole, and answers it with
/// its part. What cannot be put together with others goes alone, as it would without a batcher.
final class BatchMember implements Timed {

    /// What is larger fills a batch by itself, and is not worth reading on an event loop.
    static final long MAX_BODY = 1024 * 1024;

    private static final String BATCH_ID = "batchId";

    private final Batcher batcher;
    private final Surroundings around;
    private final Loop loop;
    private final HttpServerRequest request;
    private final Call call;
    private final BatchPolicy policy;
    private final Context context;
    private final long startedNanos = System.nanoTime();
    private final Buffer bytes = Buffer.buffer();
    private final Holding holding;
    private @Nullable Batchable body;
    private volatile @Nullable Runnable whenGone;
    private volatile boolean done;

    BatchMember(
            Batcher batcher,
            Surroundings around,
            Loop loop,
            HttpServerRequest request,
            Call call,
            BatchPolicy policy) {
        this.batcher = batcher;
        this.around = around;
        this.loop = loop;
        this.request = request;
        this.call = call;
        this.policy = policy;
        this.context = around.vertx().getOrCreateContext();
        this.holding = loop.holding();
    }

    void start() {
        loop.add(this);
        request.response().endHandler(_ -> holding.release());
        request.response().closeHandler(_ -> clientGone());
        request.handler(this::take);
        request.endHandler(_ -> read());
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        request.resume();
    }

    private void take(Buffer piece) {
        if (done) {
            return;
        }
        bytes.appendBuffer(piece);
        if (bytes.length() > MAX_BODY || !holding.take(piece.length())) {
            request.pause();
            leave();
            new Exchange(around, loop, request, call.withHead(bytes)).start();
        }
    }

    private void read() {
        if (done) {
            return;
        }
        Optional<Batchable> read = Batchable.read(call.protocol(), bytes.getBytes());
        if (read.isEmpty() || read.get().rows() >= policy.maxRows()) {
            alone();
        } else {
            body = read.get();
            batcher.add(this, policy);
        }
    }

    BatchKind kind() {
        return BatchKind.of(request, call, body().likeness());
    }

    Batchable body() {
        return Objects.requireNonNull(body, "It joins a batch when it has been read");
    }

    HttpServerRequest request() {
        return request;
    }

    Call call() {
        return call;
    }

    Loop loop() {
        return loop;
    }

    /// Has something done where its request may be touched. From any thread.
    void onLoop(Runnable action) {
        context.runOnContext(_ -> action.run());
    }

    /// Its batch goes. From any thread.
    ///
    /// @param gone is run when the client leaves from now on
    /// @return false when it has left already
    boolean depart(Runnable gone) {
        whenGone = gone;
        return !done;
    }

    boolean done() {
        return done;
    }

    /// Sends it without others. From any thread.
    void alone() {
        onLoop(() -> {
            if (!done) {
                leave();
                MultiMap headers = HttpHeaders.headers().addAll(request.headers());
                headers.remove(HttpHeaders.TRANSFER_ENCODING);
                headers.remove(HttpHeaders.EXPECT);
                headers.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(bytes.length()));
                StepRequest whole =
                        new StepRequest(
                                request, call.path(), request.query(), headers, request.response());
                new Exchange(around, loop, whole, call.withHead(bytes)).start();
            }
        });
    }

    /// Answers it with its part. From any thread.
    ///
    /// @param batch the batch's id, which KServe's batcher tells with V1's predictions
    void answer(ObjectNode part, String batch) {
        if (call.protocol() == Protocol.V1) {
            part.put(BATCH_ID, batch);
        }
        Buffer text = Buffer.buffer(part.toString());
        onLoop(() -> {
            if (!done) {
                leave();
                around.answers().json(request, 200, text);
            }
        });
    }

    /// Answers it as all of its batch are. From any thread.
    void answer(int status, MultiMap headers, Buffer text) {
        onLoop(() -> {
            if (!done) {
                leave();
                String retryAfter = headers.get(HttpHeaders.RETRY_AFTER);
                if (retryAfter != null) {
                    request.response().putHeader(HttpHeaders.RETRY_AFTER, retryAfter);
                }
                around.answers().json(request, status, text);
            }
        });
    }

    @Override
    public void tick(long nanos) {
        var limit = call.service().timeLimit(around.config().admit().requestTimeout());
        // What has departed has its limit with its batch.
        if (whenGone == null && nanos - startedNanos > limit.toNanos()) {
            refuse(
                    body == null
                            ? Fault.requestTooSlow(limit)
                            : Fault.waitedTooLong(call.service().name(), limit));
        }
    }

    @Override
    public void cutShort() {
        refuse(Fault.shuttingDown());
    }

    private void refuse(Fault fault) {
        if (!done) {
            leave();
            around.meters().unrouted(call.protocol(), fault.status());
            around.answers().fault(request, call.protocol(), fault);
        }
    }

    private void clientGone() {
        if (!done) {
            leave();
            around.meters().unrouted(call.protocol(), Outcome.CLIENT_GONE);
            Runnable gone = whenGone;
            if (gone != null) {
                gone.run();
            }
        }
    }

    private void leave() {
        done = true;
        loop.remove(this);
    }
}
