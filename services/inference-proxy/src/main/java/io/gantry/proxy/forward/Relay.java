package io.gantry.proxy.forward;

import io.gantry.proxy.log.Recording;
import io.gantry.proxy.meter.TokenCounter;
import io.gantry.proxy.route.Protocol;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The bytes of one exchange: the request to the replica, the answer to the client.
final class Relay {

    private static final String EVENT_STREAM = "text/event-stream";

    private final Exchange exchange;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Call call;
    private final HttpClientRequest upstream;
    private final String requestId;
    private final @Nullable Recording recording;
    private @Nullable TokenCounter tokens;
    private @Nullable Download download;
    private boolean requestSent;
    private boolean done;
    private long lastMoveNanos;

    Relay(Exchange exchange, HttpServerRequest request, Call call, HttpClientRequest upstream) {
        this.exchange = exchange;
        this.request = request;
        this.response = request.response();
        this.call = call;
        this.upstream = upstream;
        this.requestId = RequestHeaders.requestId(request);
        this.recording = exchange.record(requestId);
    }

    void start() {
        response.putHeader(RequestHeaders.REQUEST_ID, requestId);
        RequestHeaders.toUpstream(request, requestId, upstream.headers());
        upstream.response().onComplete(this::answer, _ -> lost());
        sendBody();
    }

    private void sendBody() {
        long length = RequestHeaders.contentLength(request.headers());
        Buffer head = call.head();
        if (recording != null) {
            recording.request(head);
        }
        if (length == head.length() || !hasBody(length)) {
            requestSent();
            upstream.end(head);
            return;
        }
        upstream.setChunked(length < 0);
        if (head.length() > 0) {
            upstream.write(head);
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect")) && head.length() == 0) {
            response.writeContinue();
        }
        new BodyPump(request, upstream, length < 0 ? -1 : length - head.length(), new Upload())
                .start();
    }

    private void requestSent() {
        requestSent = true;
        if (recording != null) {
            recording.requestEnded(request.headers());
        }
    }

    private boolean hasBody(long length) {
        return length > 0
                || request.headers().contains("Transfer-Encoding")
                || (request.version() == HttpVersion.HTTP_2 && !request.isEnded());
    }

    private void answer(HttpClientResponse from) {
        if (done) {
            return;
        }
        lastMoveNanos = System.nanoTime();
        response.setStatusCode(from.statusCode());
        RequestHeaders.copyEndToEnd(from.headers(), response.headers());
        response.putHeader(RequestHeaders.REQUEST_ID, requestId);
        long length = RequestHeaders.contentLength(from.headers());
        if (length < 0 && mayHaveBody(from)) {
            response.setChunked(true);
        }
        if (call.protocol() == Protocol.OPENAI && from.statusCode() / 100 == 2) {
            tokens = new TokenCounter(isEventStream(from));
        }
        Download begun = isEventStream(from) ? new EventDownload(from) : new Download(from);
        download = begun;
        from.exceptionHandler(_ -> breakOff(begun, Fault.brokeOff(exchange.name())));
        new BodyPump(from, response, mayHaveBody(from) ? length : -1, begun).start();
    }

    private boolean mayHaveBody(HttpClientResponse from) {
        return !request.method().equals(HttpMethod.HEAD)
                && from.statusCode() != 204
                && from.statusCode() != 304;
    }

    private static boolean isEventStream(HttpClientResponse from) {
        String type = from.getHeader("Content-Type");
        return type != null && type.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
    }

    private void lost() {
        if (!done && download == null) {
            end();
            exchange.lost();
        }
    }

    private void breakOff(Download begun, Fault why) {
        if (!done) {
            end();
            exchange.brokeOff(response.getStatusCode());
            begun.breakOff(why);
        }
    }

    /// True when the answer has begun, so that the client cannot be told anything else.
    boolean answering() {
        return download != null;
    }

    /// Ends an answer that has begun, because there is no time left for the rest.
    void cutShort() {
        if (download != null) {
            breakOff(download, Fault.shuttingDown());
            upstream.reset();
        }
    }

    /// Breaks the answer off when nothing moved for too long.
    void tick(long nanos, Duration idleTimeout) {
        if (nanos - lastMoveNanos > idleTimeout.toNanos()) {
            upstream.reset();
        }
    }

    /// Tells the replica that nobody wants its answer any more.
    void cancel() {
        end();
        upstream.reset();
    }

    /// Before it is complete.
    private void end() {
        done = true;
        countTokens();
        if (recording != null) {
            recording.abandon();
        }
    }

    private void countTokens() {
        if (tokens != null) {
            exchange.generated(tokens);
            tokens = null;
        }
    }

    private final class Upload implements BodyPump.Progress {

        @Override
        public void moved(Buffer bytes) {
            lastMoveNanos = System.nanoTime();
            if (recording != null) {
                recording.request(bytes);
            }
        }

        @Override
        public void ended(Future<Void> written) {
            requestSent();
        }
    }

    /// An answer that, when it breaks off, is cut off in front of the client too.
    private class Download implements BodyPump.Progress {

        private final HttpClientResponse from;

        Download(HttpClientResponse from) {
            this.from = from;
        }

        @Override
        public void moved(Buffer bytes) {
            lastMoveNanos = System.nanoTime();
            if (recording != null) {
                recording.answer(bytes);
            }
            if (tokens != null) {
                tokens.feed(bytes.getBytes(), lastMoveNanos);
            }
        }

        @Override
        public final void ended(Future<Void> written) {
            done = true;
            countTokens();
            if (recording != null) {
                recording.answerEnded(from.statusCode(), from.headers());
            }
            exchange.loop().leaving(written);
            if (!requestSent) {
                // The replica has answered without reading to the end; neither shall the client
                // wait for that.
                upstream.reset();
                passOverRest();
            }
            exchange.answered(from.statusCode());
        }

        /// Reads what the client still sends, for nobody: as long as it waits in the connection,
        /// the answer does, too.
        private void passOverRest() {
            if (!request.isEnded()) {
                request.handler(_ -> {});
                request.endHandler(_ -> {});
                request.resume();
            }
        }

        void breakOff(Fault why) {
            response.reset();
        }
    }

    /// A stream of events that, when it breaks off, ends with an event that says so.
    private final class EventDownload extends Download {

        private boolean betweenEvents = true;

        EventDownload(HttpClientResponse from) {
            super(from);
        }

        @Override
        public void moved(Buffer bytes) {
            super.moved(bytes);
            int end = bytes.length();
            if (end > 0) {
                betweenEvents =
                        bytes.getByte(end - 1) == '\n'
                                && (end == 1
                                        || bytes.getByte(end - 2) == '\n'
                                        || bytes.getByte(end - 2) == '\r');
            }
        }

        @Override
        void breakOff(Fault why) {
            if (!betweenEvents) {
                response.write("\n\n");
            }
            Buffer event = exchange.around().faults().event(call.protocol(), why);
            exchange.loop().leaving(response.end(event));
        }
    }
}
