package io.gantry.monitor.whole;

import static io.gantry.monitor.Samples.ready;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.gantry.bus.EventPublisher;
import io.gantry.events.Event;
import io.gantry.events.ScalingDecided;
import io.gantry.events.Topic;
import io.gantry.monitor.Samples;
import io.gantry.monitor.TopicTail;
import io.gantry.process.Program;
import io.gantry.process.RunningProgram;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged monitor scales by what a real Prometheus answers.
@QuarkusTest
@TestProfile(SilentApplication.class)
class PrometheusIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EventPublisher publisher;
    @TempDir Path directory;
    private HttpServer queue;

    PrometheusIT(EventPublisher publisher) {
        this.publisher = publisher;
    }

    @BeforeEach
    void startQueue() throws Exception {
        InstalledProgram.need("prometheus");
        queue = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        queue.createContext(
                "/metrics",
                exchange -> {
                    byte[] text =
                            "jobs_waiting{queue=\"a\"} 45\njobs_waiting{queue=\"b\"} 5\n"
                                    .getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, text.length);
                    exchange.getResponseBody().write(text);
                    exchange.close();
                });
        queue.start();
    }

    @AfterEach
    void stopQueue() {
        if (queue != null) {
            queue.stop(0);
        }
    }

    @Test
    void shouldFollowAQueryAndHoldWhatItWantedWhenTheServerIsGone() throws Exception {
        TopicTail scaling = new TopicTail(Topic.SCALING);
        int port = InstalledProgram.freePort();
        RunningProgram prometheus = prometheus(port);
        try (MonitorProcess monitor =
                MonitorProcess.start(
                        ConfigProvider.getConfig()
                                .getValue("kafka.bootstrap.servers", String.class),
                        directory,
                        Map.of(
                                "gantry.monitor.prometheus.url", "http://127.0.0.1:" + port,
                                "gantry.monitor.prometheus.interval", "1s",
                                "gantry.monitor.prometheus.timeout", "1s",
                                "gantry.monitor.prometheus.hold", "3s"))) {
            publish(service("queried", "sum(jobs_waiting)"));
            publish(service("misspelt", "sum(jobs_waiting"));
            publish(service("nothing", "jobs_elsewhere"));
            List.of("queried", "misspelt", "nothing").forEach(name -> publish(ready(name, 1, 1)));

            await().atMost(PATIENCE).until(() -> last(scaling, "queried") == 5);
            assertThat(reason(monitor, "queried"))
                    .isEqualTo("the query sum(jobs_waiting) is 50, at a target of 10 a replica.");
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(reason(monitor, "misspelt"))
                                    .contains("is refused by the server", "parse error"));
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(reason(monitor, "nothing"))
                                    .contains("the query jobs_elsewhere has no result"));
            assertThat(last(scaling, "misspelt")).isEqualTo(1);

            publish(ready("queried", 5, 2));
            prometheus.close();
            await().atMost(PATIENCE)
                    .until(() -> reason(monitor, "queried").contains("is not answered"));
            assertThat(last(scaling, "queried")).as("unknown is not zero").isEqualTo(5);
        } finally {
            prometheus.close();
            scaling.stop();
        }
    }

    private RunningProgram prometheus(int port) throws IOException {
        Path config =
                Files.writeString(
                        directory.resolve("prometheus.yaml"),
                        """
                        global: {scrape_interval: 1s}
                        scrape_configs:
                        - {job_name: queue, static_configs: [{targets: ["127.0.0.1:%d"]}]}
                        """
                                .formatted(queue.getAddress().getPort()));
        return Program.of(
                        List.of(
                                "prometheus",
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + directory.resolve("prometheus"),
                                "--web.listen-address=127.0.0.1:" + port))
                .start(directory);
    }

    private static Event service(String name, String query) {
        return Samples.service(
                name,
                1,
                "{'autoScaling':{'metrics':[{'type':'External','external':{'metric':{'backend':'prometheus','query':'%s'},'target':{'type':'Value','value':'10'}}}]}}"
                        .formatted(query));
    }

    private static int last(TopicTail scaling, String name) {
        return scaling.all(ScalingDecided.class).stream()
                .filter(decided -> decided.name().equals(name))
                .mapToInt(ScalingDecided::replicas)
                .reduce(0, (_, later) -> later);
    }

    private static String reason(MonitorProcess monitor, String name) {
        return RestAssured.get(monitor.program().address().resolve("/v1/scaling/default/" + name))
                .jsonPath()
                .getString("[0].reason");
    }

    private void publish(Event event) {
        publisher.send(event).toCompletableFuture().join();
    }
}
