package io.gantry.proxy.forward;

import io.gantry.proxy.route.Protocol;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;

/// Answers that the proxy gives itself.
@Singleton
class Answers {

    private final FaultBody faults;
    private final Loops loops;

    Answers(FaultBody faults, Loops loops) {
        this.faults = faults;
        this.loops = loops;
    }

    void fault(HttpServerRequest request, Protocol protocol, Fault fault) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (protocol == Protocol.GRPC) {
            call(request, fault);
            return;
        }
        if (response.headWritten()) {
            // Comments were sent to a client that waits for events.
            loops.current().leaving(response.end(faults.event(protocol, fault)));
            discardRest(request);
            return;
        }
        response.setStatusCode(fault.status());
        if (fault.retryAfter() != null) {
            response.putHeader(
                    "Retry-After", Long.toString(Math.max(1, fault.retryAfter().toSeconds())));
        }
        if (!fault.allowed().isEmpty()) {
            response.putHeader("Allow", String.join(", ", fault.allowed()));
        }
        send(request, faults.mediaType(protocol), faults.of(protocol, fault));
    }

    void json(HttpServerRequest request, int status, Buffer body) {
        request.response().setStatusCode(status);
        send(request, "application/json", body);
    }

    /// Answers with what the proxy has put together of others' answers.
    void send(HttpServerRequest request, String requestId, int status, String type, Buffer body) {
        request.response().setStatusCode(status).putHeader(RequestHeaders.REQUEST_ID, requestId);
        if (!request.response().ended() && !request.response().closed()) {
            send(request, type, body);
        }
    }

    /// Ends a call with nothing but headers, which are trailers at the same time.
    private void call(HttpServerRequest request, Fault fault) {
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CONTENT_TYPE, Grpc.MEDIA_TYPE);
        identify(request);
        Grpc.tell(fault, response.headers());
        loops.current().leaving(response.end());
        discardRest(request);
    }

    /// Answers a call with one message.
    void message(HttpServerRequest request, Buffer message) {
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CONTENT_TYPE, Grpc.MEDIA_TYPE);
        identify(request);
        response.trailers().set(Grpc.STATUS, Grpc.OK);
        loops.current().leaving(response.end(Grpc.framed(message)));
        discardRest(request);
    }

    private void send(HttpServerRequest request, String mediaType, Buffer body) {
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CONTENT_TYPE, mediaType);
        identify(request);
        loops.current().leaving(response.end(body));
        discardRest(request);
    }

    private static void identify(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (!response.headers().contains(RequestHeaders.REQUEST_ID)) {
            response.putHeader(RequestHeaders.REQUEST_ID, RequestHeaders.requestId(request));
        }
    }

    /// Reads on to the request's end, so that the connection can take the next one.
    private static void discardRest(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.handler(_ -> {});
            request.resume();
        }
    }
}
