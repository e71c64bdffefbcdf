package io.gantry.proxy.forward;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.WeakHashMap;

/// Asks whether anybody is at the other end of an HTTP/2 connection on which a call was not
/// answered in time, and closes it where nobody is: all calls to a replica share it, so the next
/// ones would wait as long. For one event loop.
final class Pulse {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// Servers of gRPC close connections on which they are asked more often (proposal A8).
    private static final Duration REST = Duration.ofMinutes(5);

    private static final int PING_BYTES = 8;

    private final Vertx vertx;
    private final Map<HttpConnection, Long> felt = new WeakHashMap<>();

    Pulse(Vertx vertx) {
        this.vertx = vertx;
    }

    void feel(HttpConnection connection) {
        long now = System.nanoTime();
        Long last = felt.get(connection);
        if (last != null && now - last < REST.toNanos()) {
            return;
        }
        felt.put(connection, now);
        long timer = vertx.setTimer(PATIENCE.toMillis(), _ -> connection.close());
        connection
                .ping(Buffer.buffer(new byte[PING_BYTES]))
                .onComplete(_ -> vertx.cancelTimer(timer));
    }
}
