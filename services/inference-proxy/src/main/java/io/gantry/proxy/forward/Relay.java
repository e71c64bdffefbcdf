package io.gantry.proxy.forward;

import io.gantry.proxy.route.Protocol;
import io.gantry.proxy.route.RequestPath;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The bytes of one request, to the replica or to another proxy, and of its answer to the client.
final class Relay implements Passage {

    /// HTTP/2's codes for streams that are reset; in HTTP/1 the connection is closed.
    private static final long CANCEL = 0x8;

    private static final long INTERNAL_ERROR = 0x2;

    private static final int UNAVAILABLE = 503;

    private final Errand errand;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Call call;
    private final HttpClientRequest upstream;
    private final @Nullable Buffer whole;
    private final @Nullable Hedge hedge;
    private final Witness witness;
    private @Nullable Download download;
    private boolean requestSent;
    private boolean takesInTheRest;
    private boolean done;
    private long lastMoveNanos;

    /// @param whole the request's body, when it was read already
    /// @param hedge whose replica this is; null for the request's own
    Relay(
            Errand errand,
            HttpServerRequest request,
            Call call,
            HttpClientRequest upstream,
            @Nullable Buffer whole,
            @Nullable Hedge hedge) {
        this.errand = errand;
        this.request = request;
        this.response = request.response();
        this.call = call;
        this.upstream = upstream;
        this.whole = whole;
        this.hedge = hedge;
        this.witness = new Witness(errand, call, request.headers());
    }

    @Override
    public void start() {
        RequestHeaders.toUpstream(request, call.requestId(), upstream.headers());
        if (call.protocol() == Protocol.GRPC) {
            Grpc.asCall(upstream.headers(), errand.time().age());
        }
        // What goes wrong is told where the answer is awaited; without a handler it is logged as
        // well.
        upstream.exceptionHandler(_ -> {});
        upstream.response().onComplete(this::answer, this::lost);
        sendBody();
    }

    private void sendBody() {
        if (whole != null) {
            sendWhole(whole);
            return;
        }
        long length = RequestHeaders.contentLength(request.headers());
        Buffer head = call.head();
        sending(head);
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

    /// Once more; it was kept.
    private void sendWhole(Buffer body) {
        witness.request(body);
        requestSent();
        upstream.end(body);
    }

    private void sending(Buffer bytes) {
        errand.sent().add(bytes);
        witness.request(bytes);
    }

    private void requestSent() {
        requestSent = true;
        errand.requestSent();
        witness.requestEnded();
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
        int status = AnswerHead.status(call.protocol(), from);
        if ((hedge != null && !hedge.answers(status))
                || (status == UNAVAILABLE && errand.goesElsewhere())) {
            end();
            // The connection can take the next one when this has been read.
            from.handler(_ -> {});
            return;
        }
        lastMoveNanos = System.nanoTime();
        errand.answering(status);
        long length = RequestHeaders.contentLength(from.headers());
        if (response.headWritten()) {
            if (from.statusCode() != 200 || !AnswerHead.isEventStream(from)) {
                end();
                from.handler(_ -> {});
                errand.noStream(from.statusCode());
                return;
            }
            length = -1;
        } else {
            begin(from, length);
        }
        witness.answerBegins(from, AnswerHead.isEventStream(from));
        Download begun = downloadOf(from);
        download = begun;
        from.exceptionHandler(_ -> breakOff(begun, errand.brokenOff()));
        // A call ends with its trailers, whatever length it says.
        boolean endsByLength =
                AnswerHead.mayHaveBody(request, from) && call.protocol() != Protocol.GRPC;
        new BodyPump(from, response, endsByLength ? length : -1, begun).start();
    }

    private void begin(HttpClientResponse from, long length) {
        response.setStatusCode(from.statusCode());
        RequestHeaders.copyEndToEnd(from.headers(), response.headers());
        response.putHeader(RequestHeaders.REQUEST_ID, call.requestId());
        if (length < 0 && AnswerHead.mayHaveBody(request, from)) {
            response.setChunked(true);
        }
    }

    private Download downloadOf(HttpClientResponse from) {
        if (call.protocol() == Protocol.GRPC) {
            return new CallDownload(from);
        }
        return AnswerHead.isEventStream(from) ? new EventDownload(from) : new Download(from);
    }

    private void lost(Throwable cause) {
        if (!done && download == null) {
            end();
            if (hedge == null || !hedge.isLost()) {
                lostBeforeTheClient(cause);
            }
        }
    }

    /// Somebody else can have a request that is whole. Its body may be on its way still: clients
    /// send it after the headers, and a replica may be lost in between.
    private void lostBeforeTheClient(Throwable cause) {
        if (requestSent
                || !errand.sent().isKept()
                || !RequestPath.mayBeRepeated(request.method().name(), call.path())) {
            errand.lost(cause);
            return;
        }
        takesInTheRest = true;
        request.handler(bytes -> errand.sent().add(bytes));
        request.endHandler(_ -> {
            takesInTheRest = false;
            requestSent = true;
            errand.requestSent();
            errand.lost(cause);
        });
        request.resume();
    }

    private void breakOff(Download begun, Fault why) {
        if (!done) {
            end();
            errand.brokeOff(begun.codeOf(why));
            begun.breakOff(why);
        }
    }

    @Override
    public boolean answering() {
        return download != null;
    }

    @Override
    public boolean awaitsClient() {
        return takesInTheRest || (!requestSent && !upstream.writeQueueFull());
    }

    @Override
    public void cutShort(Fault why) {
        if (download != null) {
            breakOff(download, why);
            upstream.reset(CANCEL);
        }
    }

    @Override
    public void tick(long nanos, Duration idleTimeout) {
        if (nanos - lastMoveNanos > idleTimeout.toNanos()) {
            upstream.reset(CANCEL);
        }
    }

    @Override
    public void overdue() {
        if (call.protocol() == Protocol.GRPC) {
            errand.loop().pulse().feel(upstream.connection());
        }
    }

    @Override
    public void cancel() {
        end();
        upstream.reset(CANCEL);
    }

    /// Before it is complete.
    private void end() {
        done = true;
        witness.brokeOff();
    }

    private final class Upload implements BodyPump.Progress {

        @Override
        public void moved(Buffer bytes) {
            lastMoveNanos = System.nanoTime();
            sending(bytes);
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

        HttpClientResponse from() {
            return from;
        }

        /// What counts as the answer's status, at its end.
        int code() {
            return from.statusCode();
        }

        /// What counts as the status of an answer that was broken off.
        int codeOf(Fault why) {
            return from.statusCode();
        }

        @Override
        public void moved(Buffer bytes) {
            lastMoveNanos = System.nanoTime();
            witness.answer(bytes, lastMoveNanos);
        }

        /// Counts before it writes, for in HTTP/2 the end of an answer closes its stream, which
        /// would look as if the client were gone.
        @Override
        public void ending() {
            done = true;
            witness.answerEnded(from);
            errand.answered(code());
        }

        @Override
        public final void ended(Future<Void> written) {
            errand.loop().leaving(written);
            if (!requestSent) {
                // The replica has answered without reading to the end; neither shall the client
                // wait for that.
                upstream.reset(CANCEL);
                passOverRest();
            }
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
            response.reset(INTERNAL_ERROR);
        }
    }

    /// The answer of a call, whose status comes at its end.
    private final class CallDownload extends Download {

        CallDownload(HttpClientResponse from) {
            super(from);
        }

        @Override
        public void ending() {
            super.ending();
            // An answer of headers alone has to stay one.
            if (!from().trailers().isEmpty()) {
                response.trailers().addAll(from().trailers());
            }
        }

        @Override
        int code() {
            String status = from().getTrailer(Grpc.STATUS);
            return Grpc.httpStatusOf(status == null ? from().getHeader(Grpc.STATUS) : status);
        }

        @Override
        int codeOf(Fault why) {
            return why.status();
        }

        @Override
        void breakOff(Fault why) {
            Grpc.tell(why, response.trailers());
            errand.loop().leaving(response.end());
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
            Buffer event = errand.around().faults().event(call.protocol(), why);
            errand.loop().leaving(response.end(event));
        }
    }
}
