package io.gantry.monitor.whole;

import static io.gantry.monitor.Samples.ready;
import static io.gantry.monitor.Samples.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.bus.EventPublisher;
import io.gantry.events.Event;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.events.PredictorObserved;
import io.gantry.process.Program;
import io.gantry.process.RunningProgram;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged monitor tells a real Alertmanager, which a real Prometheus tells, too.
@QuarkusTest
@TestProfile(SilentApplication.class)
class AlertmanagerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventPublisher publisher;
    @TempDir Path directory;
    private String url = "";
    private @Nullable RunningProgram alertmanager;

    AlertmanagerIT(EventPublisher publisher) {
        this.publisher = publisher;
    }

    @BeforeEach
    void startAlertmanager() throws Exception {
        InstalledProgram.need("prometheus", "prometheus-alertmanager", "amtool");
        Path config =
                Files.writeString(
                        directory.resolve("alertmanager.yaml"),
                        "route: {receiver: none, group_wait: 1s}\nreceivers: [{name: none}]\n");
        InstalledProgram.run("amtool", "check-config", config.toString());
        int port = InstalledProgram.freePort();
        url = "http://127.0.0.1:" + port;
        alertmanager =
                Program.of(
                                List.of(
                                        "prometheus-alertmanager",
                                        "--config.file=" + config,
                                        "--storage.path=" + directory.resolve("alertmanager"),
                                        "--web.listen-address=127.0.0.1:" + port,
                                        "--cluster.listen-address="))
                        .start(directory);
        awaitAnswer(url + "/-/ready");
    }

    @AfterEach
    void stopAlertmanager() {
        if (alertmanager != null) {
            alertmanager.close();
        }
    }

    @Test
    void shouldTellAlertmanagerOverAKillAndUntilItIsOver() throws Exception {
        publish(service("told", 1, "{}"));
        publish(failed("told", 1));
        Instant startsAt;
        try (MonitorProcess killed = start()) {
            await().atMost(PATIENCE).until(() -> alerts("told").size() == 1);
            JsonNode alert = alerts("told").get(0);
            assertThat(alert.at("/labels/alertname").asText()).isEqualTo("ModelLoadFailed");
            assertThat(alert.at("/labels/severity").asText()).isEqualTo("critical");
            assertThat(alert.at("/annotations/summary").asText())
                    .isEqualTo("Revision told-00001 does not load: It ended. Read its log.");
            assertThat(alert.at("/annotations/runbook_url").asText())
                    .isEqualTo("docs/runbooks/ModelLoadFailed.md");
            startsAt = Instant.parse(alert.get("startsAt").asText());
            silence(killed, "hushed");
            killed.program().kill();
        }

        publish(service("hushed", 1, "{}"));
        publish(failed("hushed", 1));
        try (MonitorProcess restarted = start()) {
            // What comes after it has been judged by then.
            publish(service("judged-after", 1, "{}"));
            publish(failed("judged-after", 1));
            await().atMost(PATIENCE).until(() -> alerts("judged-after").size() == 1);
            assertThat(restarted.alerts().getList("name")).contains("hushed");
            assertThat(alerts("hushed")).as("a silence outlives the monitor").isEmpty();
            assertThat(alerts("told"))
                    .singleElement()
                    .satisfies(alert ->
                            assertThat(Instant.parse(alert.get("startsAt").asText()))
                                    .isEqualTo(startsAt));

            publish(ready("told", 1, 2));

            await("it is over").atMost(PATIENCE).until(() -> alerts("told").isEmpty());
            assertThat(restarted.alerts().getList("name")).doesNotContain("told");
        }
    }

    /// Prometheus scrapes the monitor, evaluates the rules of infra/monitoring, and tells the same
    /// Alertmanager.
    @Test
    void shouldBeScrapedByPrometheusWhoseRulesFire() throws Exception {
        publish(service("scraped", 1, "{}"));
        publish(failed("scraped", 1));
        try (MonitorProcess monitor = start();
                RunningProgram prometheus = prometheus(monitor.program().address())) {
            await().atMost(PATIENCE)
                    .until(() -> query("alertname=GantryModelAlert", "name=scraped").size() == 1);

            assertThat(
                            query("alertname=GantryModelAlert", "name=scraped")
                                    .get(0)
                                    .at("/labels/alert")
                                    .asText())
                    .isEqualTo("ModelLoadFailed");
            assertThat(prometheus.process().isAlive()).isTrue();
        }
    }

    private RunningProgram prometheus(URI monitor) throws IOException {
        Path rules = Path.of("../../infra/monitoring/gantry-rules.yaml").toRealPath();
        Path config =
                Files.writeString(
                        directory.resolve("prometheus.yaml"),
                        """
                        global: {scrape_interval: 1s, evaluation_interval: 1s}
                        rule_files: ["%s"]
                        alerting: {alertmanagers: [{static_configs: [{targets: ["%s"]}]}]}
                        scrape_configs:
                        - job_name: gantry
                          metrics_path: /q/metrics
                          static_configs: [{targets: ["%s"], labels: {service: monitor}}]
                        """
                                .formatted(
                                        rules,
                                        URI.create(url).getAuthority(),
                                        monitor.getAuthority()));
        return Program.of(
                        List.of(
                                "prometheus",
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + directory.resolve("prometheus"),
                                "--web.listen-address=127.0.0.1:" + InstalledProgram.freePort()))
                .start(directory);
    }

    private MonitorProcess start() {
        return MonitorProcess.start(
                ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class),
                directory,
                Map.of(
                        "gantry.monitor.alerts.alertmanager.urls",
                        url,
                        "gantry.monitor.alerts.alertmanager.resend",
                        "1s"));
    }

    private static void silence(MonitorProcess monitor, String name) {
        RestAssured.given()
                .contentType("application/json")
                .body(
                        "{\"matchers\": {\"name\": \"%s\"}, \"duration\": \"1h\", \"comment\": \"c\", \"createdBy\": \"ada\"}"
                                .formatted(name))
                .post(monitor.program().address().resolve("/v1/silences"))
                .then()
                .statusCode(201);
    }

    /// What Alertmanager has of the monitor's alerts of one service.
    private JsonNode alerts(String name) throws Exception {
        return query("alertname=ModelLoadFailed", "name=" + name);
    }

    private JsonNode query(String... matchers) throws Exception {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "amtool",
                                "alert",
                                "query",
                                "--output=json",
                                "--alertmanager.url=" + url));
        words.addAll(List.of(matchers));
        return JSON.readTree(InstalledProgram.run(words.toArray(String[]::new)));
    }

    private static void awaitAnswer(String address) {
        await(address)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> RestAssured.get(address).statusCode() == 200);
    }

    private static PredictorObserved failed(String name, long generation) {
        return new PredictorObserved(
                "default",
                name,
                name + "-00001",
                generation,
                PredictorObserved.Phase.FAILED,
                1,
                List.of(),
                "onnx",
                Failure.of(FailureReason.MODEL_LOAD_FAILED, "It ended.", "Read its log."));
    }

    private void publish(Event event) {
        publisher.send(event).toCompletableFuture().join();
    }
}
