package io.gantry.monitor.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.events.AlertOpened;
import io.gantry.events.Severity;
import io.gantry.monitor.MonitorConfig;
import io.gantry.monitor.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SinksTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Instant endedAt = Instant.now();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private AlertSink sink = new Nothing();

    @AfterEach
    void close() {
        sink.close();
    }

    @Test
    void shouldPostEachChangeInItsOrderAndTryAgainWhatFailed() throws IOException {
        try (Receiver receiver = new Receiver(503, 200, 429)) {
            sink = webhook(receiver, Map.of());

            sink.take(Notice.open(Notice.Change.OPENED, alert("m")));
            sink.take(resolved("m"));

            await().atMost(PATIENCE).until(() -> receiver.taken().size() == 2);
            JsonNode opened = receiver.taken().getFirst();
            assertThat(opened.get("version").asInt()).isEqualTo(1);
            assertThat(opened.get("status").asText()).isEqualTo("firing");
            assertThat(opened.at("/labels/alert").asText()).isEqualTo("ModelLoadFailed");
            assertThat(opened.at("/labels/team").asText()).isEqualTo("search");
            assertThat(opened.at("/facts/reason").asText()).isEqualTo("DiskFull");
            assertThat(opened.get("startsAt").asText()).isEqualTo("2026-03-01T10:00:00Z");
            assertThat(opened.has("endsAt")).isFalse();
            JsonNode over = receiver.taken().getLast();
            assertThat(over.get("change").asText()).isEqualTo("resolved");
            assertThat(over.get("id")).isEqualTo(opened.get("id"));
            assertThat(over.get("summary").asText()).isEqualTo("well");
            assertThat(receiver.authorizations()).containsOnly("Bearer s3cret");
            assertThat(count("chat", "sent")).isEqualTo(2);
            assertThat(count("chat", "failed")).isEqualTo(2);
            assertThat(count("chat", "dropped")).isZero();
        }
    }

    /// A receiver that says no says so tomorrow, too, and must not hold up what comes after.
    @Test
    void shouldGiveUpWhatIsRefusedAndGoOn() throws IOException {
        try (Receiver receiver = new Receiver(404, 302)) {
            sink = webhook(receiver, Map.of());

            sink.take(Notice.open(Notice.Change.OPENED, alert("first")));
            sink.take(Notice.open(Notice.Change.OPENED, alert("second")));
            sink.take(Notice.open(Notice.Change.OPENED, alert("third")));

            await().atMost(PATIENCE).until(() -> receiver.taken().size() == 1);
            assertThat(receiver.taken().getFirst().at("/labels/name").asText()).isEqualTo("third");
            assertThat(count("chat", "dropped")).isEqualTo(2);
        }
    }

    @Test
    void shouldGiveUpTheOldestWhenMoreWaitThanMay() throws IOException {
        // Given a receiver that is down
        Receiver gone = new Receiver();
        gone.close();
        sink =
                webhook(
                        gone,
                        Map.of(
                                "gantry.monitor.alerts.delivery.max-waiting", "3",
                                "gantry.monitor.alerts.delivery.first-pause", "60s"));

        // When there is more to tell than it may keep
        for (int i = 0; i < 10; i++) {
            sink.take(Notice.open(Notice.Change.OPENED, alert("m" + i)));
        }

        // Then nobody waited, and the oldest are gone; one of the ten is under way
        await().atMost(PATIENCE).until(() -> count("chat", "failed") == 1);
        assertThat(count("chat", "dropped")).isBetween(6.0, 7.0);
    }

    @Test
    void shouldGiveUpWhatIsTooOld() throws IOException {
        Receiver gone = new Receiver();
        gone.close();
        sink = webhook(gone, Map.of("gantry.monitor.alerts.delivery.give-up-after", "300ms"));

        sink.take(Notice.open(Notice.Change.OPENED, alert("m")));

        await().atMost(PATIENCE).until(() -> count("chat", "dropped") == 1);
    }

    @Test
    void shouldKeepAlertmanagerTold() throws IOException {
        try (Receiver receiver = new Receiver(500)) {
            sink = alertmanager(receiver);

            // When an alert is open
            sink.take(Notice.open(Notice.Change.OPENED, alert("m")));
            sink.open(List.of(Notice.open(Notice.Change.OPENED, alert("m"))));

            // Then it is told again and again, with an end ahead
            await().atMost(PATIENCE).until(() -> receiver.taken().size() >= 2);
            JsonNode first = receiver.taken().getFirst().get(0);
            assertThat(first.get("labels").toString())
                    .isEqualTo(
                            "{\"alertname\":\"ModelLoadFailed\",\"name\":\"m\",\"namespace\":\"default\",\"severity\":\"critical\",\"team\":\"search\"}");
            assertThat(first.at("/annotations/summary").asText()).isEqualTo("broken");
            assertThat(first.at("/annotations/runbook_url").asText()).isEqualTo("https://wiki");
            assertThat(first.at("/annotations/reason").asText()).isEqualTo("DiskFull");
            assertThat(Instant.parse(first.get("endsAt").asText()))
                    .isAfter(Instant.now().minusSeconds(1));

            // When it is over
            sink.take(resolved("m"));
            sink.open(List.of());

            // Then it is told when it ended
            await().atMost(PATIENCE)
                    .until(() ->
                            receiver.taken()
                                    .getLast()
                                    .at("/0/endsAt")
                                    .asText()
                                    .startsWith(ended()));
            assertThat(count("alertmanager", "failed")).isEqualTo(1);

            // When it is back
            Notice again = Notice.open(Notice.Change.OPENED, alert("m"));
            sink.take(again);
            sink.open(List.of(again));

            // Then nothing says that it is over
            int before = receiver.taken().size();
            await().atMost(PATIENCE).until(() -> receiver.taken().size() > before + 1);
            assertThat(receiver.taken().getLast()).hasSize(1);
            assertThat(receiver.taken().getLast().at("/0/endsAt").asText())
                    .doesNotStartWith(ended());
        }
    }

    private String ended() {
        return endedAt.toString().substring(0, 19);
    }

    private AlertSink webhook(Receiver receiver, Map<String, String> settings) {
        return new Webhook(
                new Target(
                        "chat",
                        receiver.url() + "/hook?key=s3cret",
                        Map.of("Authorization", "Bearer s3cret")),
                config(settings).delivery(),
                new DeliveryCount(metrics, "chat"));
    }

    private AlertSink alertmanager(Receiver receiver) {
        return new Alertmanager(
                Target.alertmanager(receiver.url() + "/", Map.of()),
                config(Map.of("gantry.monitor.alerts.alertmanager.resend", "200ms")),
                new DeliveryCount(metrics, "alertmanager"));
    }

    private static MonitorConfig.Alerts config(Map<String, String> settings) {
        Map<String, String> all =
                new HashMap<>(Map.of("gantry.monitor.alerts.delivery.first-pause", "50ms"));
        all.putAll(settings);
        return Settings.with(all).alerts();
    }

    private double count(String receiver, String outcome) {
        return metrics.get("gantry.monitor.alert.deliveries")
                .tags("receiver", receiver, "outcome", outcome)
                .counter()
                .count();
    }

    private Notice resolved(String name) {
        return new Notice(Notice.Change.RESOLVED, alert(name), "well", endedAt);
    }

    private static AlertOpened alert(String name) {
        return new AlertOpened(
                "default",
                name,
                "ModelLoadFailed",
                Severity.CRITICAL,
                "broken",
                START,
                Map.of("team", "search"),
                Map.of("reason", "DiskFull"),
                null,
                "https://wiki");
    }

    private static final class Nothing implements AlertSink {

        @Override
        public void take(Notice notice) {}

        @Override
        public void open(List<Notice> notices) {}

        @Override
        public void close() {}
    }
}
