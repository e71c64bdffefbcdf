package io.gantry.loader.whole;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A web server that gives half of a file and, until it is released, no more.
final class SlowOrigin implements AutoCloseable {

    static final byte[] CONTENT = new byte[4 * 1024 * 1024];
    static final int HALF = CONTENT.length / 2;

    static {
        new Random(1).nextBytes(CONTENT);
    }

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

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean chunked = exchange.getRequestURI().getQuery() != null;
            exchange.getResponseHeaders().set("ETag", "\"1\"");
            exchange.sendResponseHeaders(200, chunked ? 0 : CONTENT.length);
            var body = exchange.getResponseBody();
            body.write(CONTENT, 0, HALF);
            body.flush();
            released.await();
            body.write(CONTENT, HALF, CONTENT.length - HALF);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.shutdownNow();
    }
}
