package io.gantry.proxy.forward;

import io.gantry.proxy.graph.Message;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.regex.Pattern;

/// Which headers of a request to a graph its steps get.
final class StepHeaders {

    /// Through how many graphs a request has come, each by an address that leads to the next.
    static final String HOPS = "x-gantry-graph-hops";

    /// Whom a request belongs to and is traced by is no secret.
    private static final List<String> OF_EVERYONE =
            List.of(RequestHeaders.REQUEST_ID, "traceparent", "tracestate", "baggage");

    private StepHeaders() {}

    /// A service gets what it would get from the client.
    ///
    /// @param last whether the client reads the answer, and so may say how it wants that encoded
    static MultiMap toService(MultiMap client, String requestId, Message message, boolean last) {
        MultiMap headers = HttpHeaders.headers().addAll(client);
        headers.remove(HttpHeaders.TRANSFER_ENCODING);
        headers.remove(HttpHeaders.EXPECT);
        headers.remove(KeepAlive.HEADER);
        headers.remove(RequestHeaders.RELAYED);
        headers.remove(HttpHeaders.CONTENT_ENCODING);
        if (!last) {
            headers.remove(HttpHeaders.ACCEPT_ENCODING);
        }
        return of(headers, requestId, message);
    }

    /// Others get what is not the client's secret, and what is configured.
    ///
    /// @param passed the names of headers that are
    static MultiMap toUrl(MultiMap client, String requestId, Message message, Pattern passed) {
        MultiMap end = HttpHeaders.headers();
        RequestHeaders.copyEndToEnd(client, end);
        MultiMap headers = HttpHeaders.headers();
        end.forEach((name, value) -> {
            if (passed.matcher(name).matches()
                    || OF_EVERYONE.stream().anyMatch(name::equalsIgnoreCase)) {
                headers.add(name, value);
            }
        });
        headers.remove(HttpHeaders.CONTENT_ENCODING);
        headers.remove(HttpHeaders.ACCEPT_ENCODING);
        headers.set(HOPS, Integer.toString(hops(client) + 1));
        return of(headers, requestId, message);
    }

    static int hops(MultiMap client) {
        String hops = client.get(HOPS);
        try {
            return hops == null ? 0 : Math.max(0, Integer.parseInt(hops));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static MultiMap of(MultiMap headers, String requestId, Message message) {
        headers.set(RequestHeaders.REQUEST_ID, requestId);
        headers.set(HttpHeaders.CONTENT_TYPE, message.contentType());
        headers.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(message.body().length()));
        if (message.contentEncoding() != null) {
            headers.set(HttpHeaders.CONTENT_ENCODING, message.contentEncoding());
        }
        return headers;
    }
}
