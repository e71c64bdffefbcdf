package io.gantry.loader.fetch.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A web server that misbehaves as it is told.
final class Origin implements AutoCloseable {

    /// What it does with a request.
    interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private final String root;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> ranges = new CopyOnWriteArrayList<>();

    Origin() throws IOException {
        this("http://127.0.0.1:", HttpServer.create(loopback(), 0));
    }

    /// One that speaks TLS, as `localhost`.
    Origin(SSLContext tls) throws IOException {
        this("https://localhost:", secure(tls));
    }

    private Origin(String root, HttpServer server) {
        this.root = root;
        this.server = server;
        server.setExecutor(threads);
        server.start();
    }

    String uri(String path) {
        return root + port() + path;
    }

    int port() {
        return server.getAddress().getPort();
    }

    Origin without(String path) {
        server.removeContext(path);
        return this;
    }

    /// The `Range` of each request, empty where there was none.
    List<String> ranges() {
        return List.copyOf(ranges);
    }

    Origin at(String path, Answer answer) {
        server.createContext(
                path,
                exchange -> {
                    ranges.add(range(exchange));
                    try (exchange) {
                        answer.to(exchange);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        return this;
    }

    /// A file on a server that knows ranges.
    static Answer file(byte[] content, String tag) {
        return exchange -> {
            exchange.getResponseHeaders().set("ETag", tag);
            whole(exchange, content, content.length);
        };
    }

    /// Sends so many bytes of the range that was asked for, and hangs up.
    static void whole(HttpExchange exchange, byte[] content, int most) throws IOException {
        String range = range(exchange);
        int from = range.isEmpty() ? 0 : bound(range, "bytes=", "-");
        int to =
                range.isEmpty() || range.endsWith("-") ? content.length : bound(range, "-", "") + 1;
        if (!range.isEmpty()) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, content.length));
        }
        exchange.sendResponseHeaders(range.isEmpty() ? 200 : 206, to - from);
        exchange.getResponseBody().write(content, from, Math.min(to - from, most));
    }

    static Answer status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    static Answer redirect(int status, String location) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(status, -1);
        };
    }

    /// A server without ranges and versions that breaks off after so many bytes.
    static Answer truncated(byte[] content, int bytes) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, bytes);
        };
    }

    /// Announces a file and then says nothing more, until the origin closes.
    Answer stalled(byte[] content) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            OutputStream body = exchange.getResponseBody();
            body.write(content, 0, 1);
            body.flush();
            closed.await();
        };
    }

    static String range(HttpExchange exchange) {
        @Nullable String range = exchange.getRequestHeaders().getFirst("Range");
        return range == null ? "" : range;
    }

    private static HttpServer secure(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static int bound(String range, String before, String after) {
        String rest = range.substring(range.indexOf(before) + before.length());
        return Integer.parseInt(after.isEmpty() ? rest : rest.substring(0, rest.indexOf(after)));
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
