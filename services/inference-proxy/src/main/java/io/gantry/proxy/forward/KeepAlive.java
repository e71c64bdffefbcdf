package io.gantry.proxy.forward;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/// Comments in a stream of server-sent events, for a client that has asked for them while it waits
/// for its answer: so that nothing between them takes the silence for the end. With the first one
/// the answer's status is told, so that what goes wrong from then on is told by an event.
final class KeepAlive {

    /// Says how many seconds may pass without a byte.
    static final String HEADER = "X-Gantry-Keep-Alive";

    private static final int LONGEST_SECONDS = 3600;
    private static final String COMMENT = ": waiting\n\n";

    private final HttpServerResponse response;
    private final long intervalNanos;
    private long lastNanos = System.nanoTime();

    private KeepAlive(HttpServerResponse response, int seconds) {
        this.response = response;
        this.intervalNanos = seconds * 1_000_000_000L;
    }

    /// Null where none are asked for, or none can be sent.
    static @Nullable KeepAlive of(HttpServerRequest request) {
        String asked = request.getHeader(HEADER);
        if (asked == null
                || request.version() == HttpVersion.HTTP_1_0
                || Tunnel.isAskedFor(request)
                || Grpc.isCall(request)) {
            return null;
        }
        int seconds = seconds(asked);
        return seconds == 0 ? null : new KeepAlive(request.response(), seconds);
    }

    private static int seconds(String asked) {
        try {
            return Math.clamp(Integer.parseInt(asked.strip()), 0, LONGEST_SECONDS);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /// While the client waits.
    void tick(long nanos) {
        if (nanos - lastNanos < intervalNanos || response.closed()) {
            return;
        }
        lastNanos = nanos;
        if (!response.headWritten()) {
            response.setStatusCode(200);
            response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream");
            response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
            response.setChunked(true);
        }
        response.write(COMMENT);
    }
}
