package io.gantry.registry.kube;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;

/// Where the events of a watch go. Used on its connection's event loop.
sealed interface WatchSink {

    /// Writes events, each a JSON object; nothing when the client has gone.
    void write(List<String> events);

    /// Whether the client does not take what it was written.
    boolean isFull();

    /// Ends it as a watch ends whose time is over.
    void end();

    /// Ends it at once.
    void cut();

    /// A body that goes on: one event a line.
    record OfResponse(HttpServerResponse response, HttpConnection connection) implements WatchSink {

        static OfResponse of(HttpServerRequest request) {
            return new OfResponse(request.response(), request.connection());
        }

        @Override
        public void write(List<String> events) {
            if (!isOver()) {
                response.write(String.join("\n", events) + "\n");
            }
        }

        @Override
        public boolean isFull() {
            return !isOver() && response.writeQueueFull();
        }

        @Override
        public void end() {
            if (!isOver()) {
                response.end();
            }
        }

        @Override
        public void cut() {
            connection.close();
        }

        private boolean isOver() {
            return response.ended() || response.closed();
        }
    }

    /// A WebSocket: one event a frame.
    record OfSocket(ServerWebSocket socket) implements WatchSink {

        @Override
        public void write(List<String> events) {
            if (!socket.isClosed()) {
                events.forEach(socket::writeTextMessage);
            }
        }

        @Override
        public boolean isFull() {
            return !socket.isClosed() && socket.writeQueueFull();
        }

        @Override
        public void end() {
            if (!socket.isClosed()) {
                socket.close();
            }
        }

        @Override
        public void cut() {
            end();
        }
    }
}
