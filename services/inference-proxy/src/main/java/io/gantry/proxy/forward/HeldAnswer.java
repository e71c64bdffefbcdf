package io.gantry.proxy.forward;

import io.gantry.proxy.graph.Answer;
import io.gantry.proxy.graph.GraphFault;
import io.gantry.proxy.graph.Message;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/// The answer of a step that others follow, or to several requests at once: held whole, up to a
/// limit. There is no response behind it, so what nobody thought of fails and does not write to the
/// client.
final class HeldAnswer extends StepTarget {

    private final long limit;
    private final Holding holding;
    private final MultiMap headers = HttpHeaders.headers();
    private final MultiMap trailers = HttpHeaders.headers();
    private final Buffer body = Buffer.buffer();
    private int status = 200;
    private boolean ended;

    /// @param limit in bytes
    /// @param holding what its bytes count to; whoever asked releases it
    HeldAnswer(String title, long limit, Holding holding) {
        super(null, title);
        this.limit = limit;
        this.holding = holding;
    }

    @Override
    boolean begun() {
        return false;
    }

    @Override
    void breakOff() {
        reset(0);
    }

    @Override
    public int getStatusCode() {
        return status;
    }

    @Override
    public HttpServerResponse setStatusCode(int code) {
        status = code;
        return this;
    }

    @Override
    public MultiMap headers() {
        return headers;
    }

    @Override
    public MultiMap trailers() {
        return trailers;
    }

    @Override
    public HttpServerResponse putHeader(String name, String value) {
        headers.set(name, value);
        return this;
    }

    @Override
    public HttpServerResponse putHeader(CharSequence name, CharSequence value) {
        headers.set(name, value);
        return this;
    }

    @Override
    public HttpServerResponse setChunked(boolean chunked) {
        return this;
    }

    @Override
    public HttpServerResponse writeContinue() {
        return this;
    }

    @Override
    public HttpServerResponse drainHandler(@Nullable Handler<Void> handler) {
        return this;
    }

    @Override
    public HttpServerResponse exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public boolean writeQueueFull() {
        return false;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public boolean closed() {
        return false;
    }

    @Override
    public boolean headWritten() {
        return ended || body.length() > 0;
    }

    @Override
    public Future<Void> write(String text) {
        return write(Buffer.buffer(text));
    }

    @Override
    public Future<Void> write(Buffer bytes) {
        if (!ended) {
            if (body.length() + bytes.length() > limit) {
                ended = true;
                fail(GraphFault.answerTooLarge(title(), limit));
            } else if (!holding.take(bytes.length())) {
                ended = true;
                fail(GraphFault.noRoom());
            } else {
                body.appendBuffer(bytes);
            }
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> end(String last) {
        write(last);
        return end();
    }

    @Override
    public Future<Void> end(Buffer last) {
        write(last);
        return end();
    }

    @Override
    public Future<Void> end() {
        if (!ended) {
            ended = true;
            complete(
                    new Answer.Whole(
                            status,
                            new Message(
                                    body,
                                    headers.get(HttpHeaders.CONTENT_TYPE),
                                    headers.get(HttpHeaders.CONTENT_ENCODING))));
        }
        return Future.succeededFuture();
    }

    @Override
    public boolean reset(long code) {
        if (!ended) {
            ended = true;
            fail(GraphFault.brokenOff(title()));
        }
        return true;
    }
}
