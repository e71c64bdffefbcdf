package io.gantry.loader.fetch.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/// A storage service that says what it is told to, and remembers what it was asked.
public final class ScriptedService implements AutoCloseable {

    /// What it does with a request.
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    /// One request that it got.
    public record Request(String method, String target, String authorization, String body) {}

    private final String root;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    public ScriptedService() throws IOException {
        this("http://127.0.0.1:", HttpServer.create(loopback(), 0));
    }

    /// One that speaks TLS, as `localhost`.
    public ScriptedService(SSLContext tls) throws IOException {
        this("https://localhost:", secure(tls));
    }

    private ScriptedService(String root, HttpServer server) {
        this.root = root;
        this.server = server;
        server.setExecutor(threads);
        server.start();
    }

    public String uri(String path) {
        return root + server.getAddress().getPort() + path;
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    public ScriptedService at(String path, Answer answer) {
        server.createContext(
                path,
                exchange -> {
                    try (exchange) {
                        String said = exchange.getRequestHeaders().getFirst("Authorization");
                        requests.add(
                                new Request(
                                        exchange.getRequestMethod(),
                                        exchange.getRequestURI().toString(),
                                        said == null ? "" : said,
                                        new String(
                                                exchange.getRequestBody().readAllBytes(), UTF_8)));
                        answer.to(exchange);
                    }
                });
        return this;
    }

    public static Answer json(int status, String text) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            send(exchange, status, text.getBytes(UTF_8));
        };
    }

    /// @param length what is announced; the connection ends behind the bytes that there are
    public static void send(HttpExchange exchange, int status, byte[] bytes, long length)
            throws IOException {
        exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
    }

    public static void send(HttpExchange exchange, int status, byte[] bytes) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(bytes.length));
            exchange.sendResponseHeaders(status, -1);
        } else {
            send(exchange, status, bytes, bytes.length);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static HttpServer secure(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
