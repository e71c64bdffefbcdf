package io.gantry.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.cli.suite.Service;
import io.gantry.process.Program;
import io.gantry.process.RunningProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The distribution's Prometheus, which scrapes a suite every second.
record PrometheusProcess(URI url, RunningProgram program) implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static boolean installed() throws InterruptedException {
        try {
            return new ProcessBuilder("prometheus", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /// Returns when it has scraped every service.
    static PrometheusProcess start(RunningSuite suite, Path directory) throws IOException {
        String jobs =
                Arrays.stream(Service.values())
                        .map(service ->
                                "  - {targets: [\"%s\"], labels: {service: %s}}"
                                        .formatted(
                                                suite.url(service).getAuthority(),
                                                service.name().toLowerCase(java.util.Locale.ROOT)))
                        .collect(Collectors.joining("\n"));
        Path config =
                Files.writeString(
                        directory.resolve("prometheus.yaml"),
                        """
                        global: {scrape_interval: 1s, evaluation_interval: 1s}
                        scrape_configs:
                        - job_name: gantry
                          metrics_path: /q/metrics
                          static_configs:
                        """
                                + jobs.indent(2));
        int port = freePort();
        PrometheusProcess prometheus =
                new PrometheusProcess(
                        URI.create("http://127.0.0.1:" + port),
                        Program.of(
                                        List.of(
                                                "prometheus",
                                                "--config.file=" + config,
                                                "--storage.tsdb.path=" + directory.resolve("tsdb"),
                                                "--web.listen-address=127.0.0.1:" + port))
                                .start(directory));
        await("every service was scraped")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() ->
                        prometheus.query("up{job=\"gantry\"} == 1").size()
                                == Service.values().length);
        return prometheus;
    }

    /// The series of an instant query.
    JsonNode query(String expression) {
        URI uri =
                url.resolve(
                        "/api/v1/query?query="
                                + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        try {
            String body =
                    HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
            JsonNode answer = JSON.readTree(body);
            if (!answer.path("status").asText().equals("success")) {
                throw new AssertionError(expression + ": " + body);
            }
            return answer.at("/data/result");
        } catch (IOException e) {
            throw new IllegalStateException("Prometheus does not answer " + expression, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
