package io.gantry.bench.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gantry.cli.CliException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/// Streams of events, as language models send them, and how long after its sending each arrives.
final class Streams implements AutoCloseable {

    private static final int STREAMS = 64;
    private static final int TOKENS_PER_SECOND = 200;
    private static final String TIME = "\"sent\":";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile int tokens = TOKENS_PER_SECOND;

    Streams() throws IOException {
        server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), STREAMS);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /// What came of it.
    ///
    /// @param cpuMicros of the target for each event
    record Result(
            double cpuMicros,
            double p50Micros,
            double p99Micros,
            double p999Micros,
            double mebibytes) {}

    int port() {
        return server.getAddress().getPort();
    }

    Result run(Target target, int seconds) throws Exception {
        tokens = seconds * TOKENS_PER_SECOND;
        double before = target.cpuSeconds();
        List<Future<List<Long>>> running = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            running.add(threads.submit(() -> delays(target)));
        }
        List<Long> delays = new ArrayList<>();
        for (Future<List<Long>> stream : running) {
            delays.addAll(stream.get());
        }
        double cpu = target.cpuSeconds() - before;
        long[] sorted = delays.stream().mapToLong(Long::longValue).sorted().toArray();
        if (sorted.length != STREAMS * tokens) {
            throw CliException.failed(
                    "%s has passed %d of %d events"
                            .formatted(target.name(), sorted.length, STREAMS * tokens));
        }
        return new Result(
                cpu * 1e6 / sorted.length,
                micros(sorted, 0.5),
                micros(sorted, 0.99),
                micros(sorted, 0.999),
                target.mebibytes());
    }

    private static double micros(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))] / 1e3;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            long next = System.nanoTime();
            for (int i = 0; i < tokens; i++) {
                next += 1_000_000_000L / TOKENS_PER_SECOND;
                LockSupport.parkNanos(next - System.nanoTime());
                body.write(event(System.nanoTime()).getBytes(StandardCharsets.US_ASCII));
                body.flush();
            }
            body.write("data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String event(long now) {
        return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"model\":\"bench\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" word\"},\"finish_reason\":null}],\"sent\":%d}\n\n"
                .formatted(now);
    }

    private static List<Long> delays(Target target) throws IOException {
        List<Long> delays = new ArrayList<>();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), target.streams())) {
            socket.setTcpNoDelay(true);
            String body = "{\"model\": \"streams\", \"stream\": true}";
            socket.getOutputStream()
                    .write(
                            "POST /v1/chat/completions HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(body.length(), body)
                                    .getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    new ChunkedBody(
                                            new BufferedInputStream(socket.getInputStream())),
                                    StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int at = line.indexOf(TIME);
                if (at >= 0) {
                    long sent =
                            Long.parseLong(line.substring(at + TIME.length(), line.length() - 1));
                    delays.add(System.nanoTime() - sent);
                } else if (line.equals("data: [DONE]")) {
                    return delays;
                }
            }
        }
        return delays;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
