package io.gantry.loader.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// A peer that answers as it is told.
final class ScriptedPeer implements AutoCloseable {

    static final String TOKEN = "geheim";

    /// What it does with a request for bytes.
    interface Answer {
        void to(HttpExchange exchange, int from, int to) throws IOException, InterruptedException;
    }

    private final String instance;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<URI> requests = new CopyOnWriteArrayList<>();
    private volatile Answer answer = (exchange, _, _) -> exchange.sendResponseHeaders(404, -1);

    ScriptedPeer(String instance) throws IOException {
        this.instance = instance;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/peers/self", this::self);
        server.createContext("/v1/peers/artifacts/", this::bytes);
        server.start();
    }

    URI place() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<URI> requests() {
        return List.copyOf(requests);
    }

    void does(Answer what) {
        answer = what;
    }

    /// Gives a file's bytes with their digests.
    ///
    /// @param whole what it says the whole file comes to, if anything
    static Answer giving(byte[] content, @Nullable String whole) {
        return (exchange, from, to) -> {
            byte[] piece = java.util.Arrays.copyOfRange(content, from, to);
            if (whole != null) {
                exchange.getResponseHeaders()
                        .set(ContentDigest.REPRESENTATION, ContentDigest.fieldOfHex(whole));
            }
            send(exchange, piece, MemorySource.sha256(piece), piece.length);
        };
    }

    /// @param sha256 what it says of the bytes
    /// @param most how many it sends before it hangs up
    static void send(HttpExchange exchange, byte[] piece, String sha256, int most)
            throws IOException {
        exchange.getResponseHeaders().set(ContentDigest.CONTENT, ContentDigest.fieldOfHex(sha256));
        exchange.sendResponseHeaders(206, piece.length);
        exchange.getResponseBody().write(piece, 0, most);
    }

    static Answer status(int status) {
        return (exchange, _, _) -> exchange.sendResponseHeaders(status, -1);
    }

    Answer silence() {
        return (_, _, _) -> closed.await();
    }

    static void notYet(HttpExchange exchange, long done) throws IOException {
        exchange.getResponseHeaders().set(PeerClient.DONE, Long.toString(done));
        exchange.sendResponseHeaders(503, -1);
    }

    private void self(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body =
                    "{\"instance\": \"%s\"}"
                            .formatted(instance)
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void bytes(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestURI());
        try (exchange) {
            if (!("Bearer " + TOKEN)
                    .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            PieceRange range = PieceRange.parse(exchange.getRequestHeaders().getFirst("Range"));
            answer.to(exchange, (int) range.from(), (int) range.to());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
