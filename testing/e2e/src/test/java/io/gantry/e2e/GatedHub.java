package io.gantry.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// Stands in for Hugging Face's hub, which tests cannot reach: everybody may read of its one model,
/// `meta/llama`, and nobody has accepted its licence. It answers as the hub does.
final class GatedHub implements AutoCloseable {

    private static final String COMMIT = "5f0b02c75b57c5855da9ae460ce51323ea669d8a";

    private final HttpServer server;

    private GatedHub(HttpServer server) {
        this.server = server;
    }

    static GatedHub start(String host) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(host, 0), 0);
        server.createContext("/", GatedHub::refuse);
        server.createContext(
                "/api/models/meta/llama/revision/",
                exchange ->
                        answer(
                                exchange,
                                200,
                                """
                                {"id": "meta/llama", "sha": "%s", "gated": "manual",
                                 "siblings": [{"rfilename": "model.onnx"}]}
                                """
                                        .formatted(COMMIT)));
        server.createContext(
                "/api/models/meta/llama/tree/",
                exchange ->
                        answer(
                                exchange,
                                200,
                                """
                                [{"type": "file", "path": "model.onnx", "size": 12,
                                  "oid": "8ab686eafeb1f44702738c8b0f24f2567c36da6d"}]
                                """));
        server.start();
        return new GatedHub(server);
    }

    String endpoint() {
        return "http://%s:%d"
                .formatted(
                        server.getAddress().getAddress().getHostAddress(),
                        server.getAddress().getPort());
    }

    private static void refuse(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("X-Error-Code", "GatedRepo");
        answer(exchange, 401, "{\"error\": \"Access to model meta/llama is restricted.\"}");
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
