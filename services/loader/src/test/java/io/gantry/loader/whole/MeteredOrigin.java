package io.gantry.loader.whole;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A web server that gives each of a file's readers so many bytes of it, and then no more.
final class MeteredOrigin implements AutoCloseable {

    static final byte[] CONTENT = new byte[32 * 1024 * 1024];

    private static final int CHUNK = 16 * 1024;
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    static {
        new Random(2).nextBytes(CONTENT);
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Grant grant = new Grant(0);

    MeteredOrigin() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/model.bin", this::answer);
        server.start();
    }

    String uri() {
        return "http://127.0.0.1:%d/model.bin".formatted(server.getAddress().getPort());
    }

    /// What the next reader may have; the last one's time is over.
    Grant grant(long bytes) {
        grant.over.countDown();
        grant = new Grant(bytes);
        return grant;
    }

    /// What one reader may have, and what it got.
    static final class Grant {

        private final CountDownLatch over = new CountDownLatch(1);
        private long left;
        private long first = CONTENT.length;
        private long furthest;

        private Grant(long bytes) {
            this.left = bytes;
        }

        synchronized boolean isUsedUp() {
            return left == 0;
        }

        /// Where the earliest of its requests began.
        synchronized long first() {
            return first;
        }

        /// The end of what was sent.
        synchronized long furthest() {
            return furthest;
        }

        private synchronized void begin(int from) {
            first = Math.min(first, from);
        }

        private synchronized int take(int at, int wanted) {
            int taken = (int) Math.min(wanted, left);
            left -= taken;
            furthest = Math.max(furthest, at + taken);
            return taken;
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Matcher range = RANGE.matcher(range(exchange));
            if (!range.matches()) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            int from = Integer.parseInt(range.group(1));
            int to =
                    range.group(2).isEmpty()
                            ? CONTENT.length
                            : Integer.parseInt(range.group(2)) + 1;
            exchange.getResponseHeaders().set("ETag", "\"1\"");
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, CONTENT.length));
            exchange.sendResponseHeaders(206, to - from);
            send(exchange.getResponseBody(), from, to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(OutputStream body, int from, int to)
            throws IOException, InterruptedException {
        if (from == 0 && to == 1) {
            // It only asks how large the file is.
            body.write(CONTENT, 0, 1);
            return;
        }
        Grant mine = grant;
        mine.begin(from);
        for (int at = from; at < to; ) {
            int taken = mine.take(at, Math.min(CHUNK, to - at));
            if (taken == 0) {
                mine.over.await();
                return;
            }
            body.write(CONTENT, at, taken);
            body.flush();
            at += taken;
        }
    }

    private static String range(HttpExchange exchange) {
        return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Range"), "");
    }

    @Override
    public void close() {
        grant.over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
