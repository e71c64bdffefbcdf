package io.gantry.proxy.forward;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A request to go on as a WebSocket. Once the replica agrees, bytes pass both ways until one side
/// closes its connection; when it does not, its answer is passed on.
///
/// Other protocols are not asked for upstream: HTTP/2 inside an HTTP/1 connection would carry
/// requests past everything that the proxy does.
final class Tunnel implements Passage {

    private static final String WEB_SOCKET = "websocket";
    private static final int SWITCHING_PROTOCOLS = 101;

    private final Errand errand;
    private final HttpServerRequest request;
    private final HttpClientRequest upstream;
    private final Call call;
    private @Nullable NetSocket client;
    private @Nullable NetSocket replica;
    private boolean answering;
    private boolean done;
    private long lastMoveNanos;

    Tunnel(Errand errand, HttpServerRequest request, Call call, HttpClientRequest upstream) {
        this.errand = errand;
        this.request = request;
        this.upstream = upstream;
        this.call = call;
    }

    static boolean isAskedFor(HttpServerRequest request) {
        return HttpMethod.GET.equals(request.method())
                && WEB_SOCKET.equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
                && request.version() == HttpVersion.HTTP_1_1;
    }

    @Override
    public void start() {
        RequestHeaders.toUpstream(request, call.requestId(), upstream.headers());
        upstream.putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
        upstream.putHeader(HttpHeaders.UPGRADE, WEB_SOCKET);
        // What goes wrong is told where the answer is awaited; without a handler it is logged as
        // well.
        upstream.exceptionHandler(_ -> {});
        upstream.connect().onComplete(this::answer, this::lost);
    }

    private void lost(Throwable cause) {
        if (!done && !answering) {
            done = true;
            errand.lost(cause);
        }
    }

    private void answer(HttpClientResponse from) {
        if (done) {
            return;
        }
        answering = true;
        lastMoveNanos = System.nanoTime();
        HttpServerResponse response = request.response();
        RequestHeaders.copyEndToEnd(from.headers(), response.headers());
        response.putHeader(RequestHeaders.REQUEST_ID, call.requestId());
        if (from.statusCode() == SWITCHING_PROTOCOLS) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
            response.putHeader(HttpHeaders.UPGRADE, WEB_SOCKET);
            request.toNetSocket()
                    .onComplete(socket -> join(socket, from.netSocket()), _ -> cancel());
        } else {
            response.setStatusCode(from.statusCode());
            refused(from, response);
        }
    }

    private void refused(HttpClientResponse from, HttpServerResponse response) {
        long length = RequestHeaders.contentLength(from.headers());
        response.setChunked(length < 0);
        from.exceptionHandler(_ -> {
            if (!done) {
                done = true;
                errand.brokeOff(from.statusCode());
                response.reset();
            }
        });
        new BodyPump(from, response, length, new Refusal(from.statusCode())).start();
    }

    private void join(NetSocket toClient, NetSocket toReplica) {
        client = toClient;
        replica = toReplica;
        pump(toClient, toReplica);
        pump(toReplica, toClient);
    }

    private void pump(NetSocket from, NetSocket to) {
        from.exceptionHandler(_ -> {});
        from.closeHandler(_ -> end());
        from.handler(bytes -> {
            lastMoveNanos = System.nanoTime();
            to.write(bytes);
            if (to.writeQueueFull()) {
                from.pause();
                to.drainHandler(_ -> from.resume());
            }
        });
        from.resume();
    }

    private void end() {
        close();
        if (!done) {
            done = true;
            errand.answered(SWITCHING_PROTOCOLS);
        }
    }

    private void close() {
        if (client != null) {
            client.close();
        }
        if (replica != null) {
            replica.close();
        }
    }

    @Override
    public boolean answering() {
        return answering;
    }

    @Override
    public boolean awaitsClient() {
        return false;
    }

    @Override
    public void tick(long nanos, Duration idleTimeout) {
        if (nanos - lastMoveNanos > idleTimeout.toNanos()) {
            close();
        }
    }

    @Override
    public void cutShort(Fault why) {
        if (!done) {
            done = true;
            errand.brokeOff(SWITCHING_PROTOCOLS);
        }
        close();
        upstream.reset();
    }

    @Override
    public void cancel() {
        done = true;
        close();
        upstream.reset();
    }

    /// The answer of a replica that does not agree.
    private final class Refusal implements BodyPump.Progress {

        private final int code;

        Refusal(int code) {
            this.code = code;
        }

        @Override
        public void moved(Buffer bytes) {
            lastMoveNanos = System.nanoTime();
        }

        @Override
        public void ending() {
            done = true;
            errand.answered(code);
        }

        @Override
        public void ended(Future<Void> written) {
            errand.loop().leaving(written);
        }
    }
}
