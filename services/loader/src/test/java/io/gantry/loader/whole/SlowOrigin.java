package io.gantry.loader.whole;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A web server that gives half of a file and, until it is released, no more.
final class SlowOrigin implements AutoCloseable {

    static final byte[] CONTENT = new byte[4 * 1024 * 1024];
    static final int HALF = CONTENT.length / 2;

    static {
        new Random(1).nextBytes(CONTENT);
    }

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private final List<Integer> starts = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch released = new CountDownLatch(1);

    SlowOrigin() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/model.bin", this::answer);
        server.start();
    }

    /// With the query `unknown-size` nobody is told how large the file is.
    String uri() {
        return "http://127.0.0.1:%d/model.bin".formatted(server.getAddress().getPort());
    }

    void release() {
        released.countDown();
    }

    /// The first byte that each request asked for.
    List<Integer> starts() {
        return List.copyOf(starts);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean chunked = exchange.getRequestURI().getQuery() != null;
            Matcher range = RANGE.matcher(chunked ? "" : range(exchange));
            boolean part = range.matches();
            int from = part ? Integer.parseInt(range.group(1)) : 0;
            int to =
                    part && !range.group(2).isEmpty()
                            ? Integer.parseInt(range.group(2)) + 1
                            : CONTENT.length;
            starts.add(from);
            exchange.getResponseHeaders().set("ETag", "\"1\"");
            if (part) {
                exchange.getResponseHeaders()
                        .set(
                                "Content-Range",
                                "bytes %d-%d/%d".formatted(from, to - 1, CONTENT.length));
            }
            exchange.sendResponseHeaders(part ? 206 : 200, chunked ? 0 : to - from);
            var body = exchange.getResponseBody();
            int before = Math.min(to, Math.max(from, HALF));
            body.write(CONTENT, from, before - from);
            body.flush();
            if (to > before) {
                released.await();
                body.write(CONTENT, before, to - before);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String range(HttpExchange exchange) {
        return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Range"), "");
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.shutdownNow();
    }
}
