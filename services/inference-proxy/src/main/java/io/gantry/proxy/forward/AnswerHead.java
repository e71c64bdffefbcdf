package io.gantry.proxy.forward;

import io.gantry.proxy.route.Protocol;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/// What the head of a replica's answer says of the rest.
final class AnswerHead {

    private static final String EVENT_STREAM = "text/event-stream";

    private AnswerHead() {}

    /// What counts as the answer's status when it begins. A call's failure that is all of the
    /// answer is told by its headers; of other calls, only that the replica answers is known here.
    static int status(Protocol protocol, HttpClientResponse from) {
        if (protocol == Protocol.GRPC && from.statusCode() == 200) {
            String status = from.getHeader(Grpc.STATUS);
            return status == null ? 200 : Grpc.httpStatusOf(status);
        }
        return from.statusCode();
    }

    static boolean isEventStream(HttpClientResponse from) {
        String type = from.getHeader("Content-Type");
        return type != null && type.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
    }

    static boolean mayHaveBody(HttpServerRequest request, HttpClientResponse from) {
        return !request.method().equals(HttpMethod.HEAD)
                && from.statusCode() != 204
                && from.statusCode() != 304;
    }
}
