package io.gantry.runtime.onnx.training;

import io.gantry.runtime.onnx.OnnxConfig;
import io.gantry.runtime.onnx.serve.ServedModel;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Quarkus;
import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Sends each kind of request once, so that the cache holds the classes of the first real one.
@ApplicationScoped
class TrainingRun {

    private static final int ATTEMPTS = 100;

    private final OnnxConfig config;
    private final HttpServer server;

    TrainingRun(OnnxConfig config, HttpServer server) {
        this.config = config;
        this.server = server;
    }

    void ready(@Observes ServedModel model) {
        if (config.training()) {
            Thread.ofPlatform().name("training").daemon().start(() -> run(model));
        }
    }

    private void run(ServedModel model) {
        int exit = 0;
        try {
            awaitServer();
            for (String path : new String[] {"/v2/models/", "/v1/models/"}) {
                call(path + model.name(), "");
            }
            for (Map.Entry<String, String> request : requests(model).entrySet()) {
                call(request.getKey(), request.getValue());
            }
            call("/metrics", "");
        } catch (IOException failure) {
            Log.errorf(failure, "Training run failed model=%s", model.name());
            exit = 1;
        }
        Quarkus.asyncExit(exit);
    }

    /// The model may be loaded before the server listens.
    private void awaitServer() {
        for (int i = 0; i < ATTEMPTS && server.getPort() <= 0; i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static Map<String, String> requests(ServedModel model) {
        String v2 = "/v2/models/%s/infer".formatted(model.name());
        if (model.text().isEmpty()) {
            return Map.of(v2, "{\"inputs\":[]}");
        }
        return Map.of(
                v2,
                "{\"inputs\":[{\"name\":\"text\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"a word\"]}]}",
                "/v1/models/%s:predict".formatted(model.name()),
                "{\"instances\":[\"a word\",\"two words\"]}",
                "/v1/embeddings",
                "{\"model\":\"%s\",\"input\":\"a word\"}".formatted(model.name()));
    }

    /// A request with a body is a POST. Any answer will do: what counts is that one was made.
    private void call(String path, String body) throws IOException {
        URI address = URI.create("http://127.0.0.1:" + server.getPort() + path);
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        try (InputStream answer =
                connection.getResponseCode() < 400
                        ? connection.getInputStream()
                        : connection.getErrorStream()) {
            answer.readAllBytes();
        }
    }
}
