package io.gantry.monitor.whole;

import static io.gantry.monitor.Samples.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.bus.EventPublisher;
import io.gantry.events.AlertEvent;
import io.gantry.events.AlertOpened;
import io.gantry.events.Event;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.events.PredictorObserved;
import io.gantry.events.ScalingDecided;
import io.gantry.events.Topic;
import io.gantry.monitor.TopicTail;
import io.gantry.monitor.notify.Receiver;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@TestProfile(SilentApplication.class)
class MonitorProcessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// On a machine that does nothing else it takes half of that.
    private static final Duration SOON = Duration.ofSeconds(2);

    private final EventPublisher publisher;
    @TempDir Path directory;

    MonitorProcessIT(EventPublisher publisher) {
        this.publisher = publisher;
    }

    @Test
    void shouldEndSoonWhenItIsAskedTo() throws InterruptedException {
        try (MonitorProcess monitor = MonitorProcess.start(kafka(), directory)) {
            assertThat(monitor.program().terminate()).isLessThan(SOON);
            assertThat(monitor.program().log())
                    .contains("monitor stopped")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void shouldNeitherOpenNorTellAnAlertNorDecideTwiceAfterAKill() throws Exception {
        TopicTail alerts = new TopicTail(Topic.ALERTS);
        TopicTail scaling = new TopicTail(Topic.SCALING);
        publish(service("restarted", 1, "{'minReplicas':2}"));
        publish(failed("restarted"));
        Receiver webhook = new Receiver();
        Map<String, String> settings =
                Map.of("gantry.monitor.alerts.webhooks.chat.url", webhook.url() + "/?key=s3cret");
        try (MonitorProcess killed = MonitorProcess.start(kafka(), directory, settings)) {
            await().atMost(PATIENCE).until(() -> opened(alerts, "restarted") == 1);
            await("told, though it was so before the start")
                    .atMost(PATIENCE)
                    .until(() -> told(webhook, "restarted") == 1);
            await().atMost(PATIENCE).until(() -> decided(scaling, "restarted") == 1);
            killed.program().kill();
        }

        try (MonitorProcess restarted = MonitorProcess.start(kafka(), directory, settings)) {
            assertThat(restarted.alerts().getList("name")).contains("restarted");
            // What comes after it has been judged by then.
            publish(service("later", 1, "{}"));
            publish(failed("later"));
            await().atMost(PATIENCE).until(() -> opened(alerts, "later") == 1);

            await("told").atMost(PATIENCE).until(() -> told(webhook, "later") == 1);

            assertThat(opened(alerts, "restarted")).isEqualTo(1);
            assertThat(told(webhook, "restarted")).isEqualTo(1);
            assertThat(restarted.program().log()).doesNotContain("s3cret");
            assertThat(decided(scaling, "restarted")).isEqualTo(1);
        }
        webhook.close();
        alerts.stop();
        scaling.stop();
    }

    private static long opened(TopicTail alerts, String name) {
        return alerts.all(AlertEvent.class).stream()
                .filter(AlertOpened.class::isInstance)
                .filter(alert -> alert.name().equals(name))
                .count();
    }

    private static long told(Receiver webhook, String name) {
        return webhook.taken().stream()
                .filter(payload -> payload.at("/labels/name").asText().equals(name))
                .count();
    }

    private static long decided(TopicTail scaling, String name) {
        return scaling.all(ScalingDecided.class).stream()
                .filter(decided -> decided.name().equals(name))
                .count();
    }

    private static PredictorObserved failed(String name) {
        return new PredictorObserved(
                "default",
                name,
                name + "-00001",
                1,
                PredictorObserved.Phase.FAILED,
                1,
                List.of(),
                "onnx",
                Failure.of(FailureReason.MODEL_LOAD_FAILED, "It ended.", "Read its log."));
    }

    private void publish(Event event) {
        publisher.send(event).toCompletableFuture().join();
    }

    private static String kafka() {
        return ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
    }
}
