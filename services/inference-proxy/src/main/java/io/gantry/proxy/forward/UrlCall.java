package io.gantry.proxy.forward;

import io.gantry.proxy.graph.GraphFault;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A step of a graph to an address: posts, and hands on what comes.
final class UrlCall implements Timed, BodyPump.Progress {

    private final Loop loop;
    private final StepTarget target;
    private @Nullable HttpClientRequest upstream;
    private boolean done;

    UrlCall(Loop loop, StepTarget target) {
        this.loop = loop;
        this.target = target;
    }

    /// @param idle after how long without a byte either way the call is broken off
    void post(URI url, MultiMap headers, Buffer body, Duration idle) {
        loop.add(this);
        target.closeHandler(_ -> cancel());
        loop.client()
                .request(
                        new RequestOptions()
                                .setMethod(HttpMethod.POST)
                                .setAbsoluteURI(url.toString())
                                .setIdleTimeout(idle.toMillis()))
                .onComplete(request -> send(request, headers, body), this::failed);
    }

    private void send(HttpClientRequest request, MultiMap headers, Buffer body) {
        if (done) {
            request.reset();
            return;
        }
        upstream = request;
        request.headers().addAll(headers);
        request.exceptionHandler(_ -> {});
        request.response().onComplete(this::answer, this::failed);
        request.end(body);
    }

    private void failed(Throwable cause) {
        if (!done) {
            leave();
            target.fail(GraphFault.unreachable(target.title(), String.valueOf(cause.getMessage())));
        }
    }

    private void answer(HttpClientResponse from) {
        if (done) {
            return;
        }
        target.setStatusCode(from.statusCode());
        RequestHeaders.copyEndToEnd(from.headers(), target.headers());
        long length = RequestHeaders.contentLength(from.headers());
        if (length < 0 && from.statusCode() != 204 && from.statusCode() != 304) {
            target.setChunked(true);
        }
        from.exceptionHandler(_ -> broken());
        new BodyPump(from, target, length, this).start();
    }

    private void broken() {
        if (!done) {
            leave();
            target.breakOff();
        }
    }

    private void cancel() {
        if (!done) {
            leave();
            if (upstream != null) {
                upstream.reset();
            }
        }
    }

    private void leave() {
        done = true;
        loop.remove(this);
    }

    @Override
    public void moved(Buffer bytes) {}

    @Override
    public void ending() {
        leave();
    }

    @Override
    public void ended(Future<Void> written) {
        loop.leaving(written);
    }

    @Override
    public void tick(long nanos) {}

    /// What has not begun is the graph's to answer.
    @Override
    public void cutShort() {
        if (target.begun()) {
            cancel();
            target.breakOff();
        }
    }
}
