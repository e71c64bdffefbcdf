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
import io.gantry.events.Topic;
import io.gantry.monitor.TopicTail;
import io.gantry.monitor.notify.Receiver;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two packaged monitors share the work, and one of them is stopped, killed or held.
@QuarkusTest
@TestProfile(SilentApplication.class)
class SharedWorkIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Six of them until Kafka misses a monitor.
    private static final Duration TAKEN_OVER = Duration.ofSeconds(10);

    /// Less than until Kafka misses it.
    private static final Duration HANDED_OVER = Duration.ofSeconds(4);

    private static final int SERVICES = 12;

    /// Of the broker that tests have.
    private static final int PARTITIONS = 3;

    private final EventPublisher publisher;
    @TempDir Path directory;
    private TopicTail alerts;

    SharedWorkIT(EventPublisher publisher) {
        this.publisher = publisher;
    }

    @BeforeEach
    void listen() {
        alerts = new TopicTail(Topic.ALERTS);
    }

    @AfterEach
    void stop() throws InterruptedException {
        alerts.stop();
    }

    @Test
    void shouldTakeOverFromOneThatIsKilledAndTakeNoReplicaAway() throws Exception {
        try (Traffic traffic = new Traffic(publisher, "killed");
                MonitorProcess killed = start();
                MonitorProcess survivor = start()) {
            share(killed, survivor);
            traffic.load(3);
            await("scaled by what there is").atMost(PATIENCE).until(() -> traffic.least() >= 3);
            await().atMost(PATIENCE).until(() -> !lookedAtBy(killed, traffic).isEmpty());
            Set<String> orphans = lookedAtBy(killed, traffic);

            int before = traffic.decided().size();
            long death = System.nanoTime();
            killed.program().kill();
            traffic.load(6);

            await("decided by the other")
                    .atMost(PATIENCE)
                    .until(() ->
                            orphans.stream()
                                    .allMatch(name -> traffic.latest().getOrDefault(name, 0) >= 5));
            assertThat(Duration.ofNanos(System.nanoTime() - death)).isLessThan(TAKEN_OVER);
            assertThat(survivor.partitions()).isEqualTo(PARTITIONS);
            assertThat(traffic.below(3, before))
                    .as("no replica was taken away of what was taken over")
                    .noneMatch(decided -> orphans.contains(decided.name()));
        }
    }

    @Test
    void shouldHandOverAtOnceWhenOneIsAskedToEnd() throws Exception {
        try (Traffic traffic = new Traffic(publisher, "ended");
                MonitorProcess ended = start();
                MonitorProcess survivor = start()) {
            share(ended, survivor);
            traffic.load(3);
            await().atMost(PATIENCE).until(() -> traffic.least() >= 3);
            int before = traffic.decided().size();

            ended.program().terminate();

            await("handed over, not missed")
                    .atMost(HANDED_OVER)
                    .until(() -> survivor.partitions() == PARTITIONS);
            traffic.load(6);
            await().atMost(PATIENCE).until(() -> traffic.least() >= 5);
            assertThat(traffic.below(3, before)).isEmpty();
        }
    }

    /// It wakes with all that it knew, and has to learn first that the world went on.
    @Test
    void shouldNotLetOneThatWasHeldTakeReplicasAway() throws Exception {
        try (Traffic traffic = new Traffic(publisher, "held");
                MonitorProcess held = start();
                MonitorProcess survivor = start()) {
            share(held, survivor);
            traffic.load(3);
            await().atMost(PATIENCE).until(() -> traffic.least() >= 3);
            await().atMost(PATIENCE).until(() -> !lookedAtBy(held, traffic).isEmpty());

            held.program().signal("STOP");
            await().atMost(PATIENCE).until(() -> survivor.partitions() == PARTITIONS);
            traffic.load(8);
            await().atMost(PATIENCE).until(() -> traffic.least() >= 7);
            traffic.awaitSeconds(8);
            int before = traffic.decided().size();
            held.program().signal("CONT");

            await("part of it is given back")
                    .atMost(PATIENCE)
                    .until(() ->
                            held.partitions() > 0
                                    && held.partitions() + survivor.partitions() == PARTITIONS);
            Instant back = Instant.now();
            await("looked at by its owner again")
                    .atMost(PATIENCE)
                    .until(() -> !lookedAtSince(held, traffic, back).isEmpty());
            assertThat(traffic.below(6, before)).isEmpty();
        }
    }

    /// Both know of all pods.
    @Test
    void shouldAskEachPodOnce() throws Exception {
        try (Pods pods = new Pods(SERVICES);
                MonitorProcess one = start();
                MonitorProcess other = start()) {
            share(one, other);
            pods.services().forEach(this::publish);

            await().atMost(PATIENCE).until(() -> pods.leastAsked() > 1);
            Instant from = Instant.now();
            pods.forget();
            await().atMost(PATIENCE).until(() -> pods.leastAsked() >= 10);
            double seconds = Duration.between(from, Instant.now()).toMillis() / 1000.0;

            // Once a second, a tenth more or less. Two monitors would ask twice as often.
            assertThat(pods.mostAsked()).isLessThan((int) (seconds / 0.9) + 3);
        }
    }

    @Test
    void shouldTellAnAlertOnceWhoeverHasTheService() throws Exception {
        List<String> names = IntStream.range(0, SERVICES).mapToObj("broken-%d"::formatted).toList();
        Receiver webhook = new Receiver();
        Map<String, String> settings =
                Map.of("gantry.monitor.alerts.webhooks.chat.url", webhook.url());
        try (webhook;
                MonitorProcess killed = start(settings);
                MonitorProcess survivor = start(settings)) {
            share(killed, survivor);
            for (String name : names) {
                publish(service(name, 1, "{}"));
                publish(failed(name, 1));
            }
            await().atMost(PATIENCE).until(() -> opened(names).size() == SERVICES);
            await().atMost(PATIENCE).until(() -> told(webhook).containsAll(names));
            killed.program().kill();
            await().atMost(PATIENCE).until(() -> survivor.partitions() == PARTITIONS);
            publish(service("broken-after", 1, "{}"));
            publish(failed("broken-after", 1));
            await().atMost(PATIENCE).until(() -> opened(List.of("broken-after")).size() == 1);

            await().atMost(PATIENCE).until(() -> told(webhook).contains("broken-after"));
            assertThat(told(webhook)).as("told once").doesNotHaveDuplicates();
            assertThat(opened(names)).doesNotHaveDuplicates();
            assertThat(
                            alerts.all(AlertEvent.class).stream()
                                    .filter(alert -> names.contains(alert.name())))
                    .as("neither opened twice nor over for want of a monitor")
                    .hasSize(SERVICES);
            assertThat(survivor.alerts().getList("name", String.class)).containsAll(names);
        }
    }

    private MonitorProcess start() {
        return start(Map.of("gantry.monitor.scrape.interval", "1s"));
    }

    private MonitorProcess start(Map<String, String> settings) {
        return MonitorProcess.start(
                ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class),
                directory,
                settings);
    }

    private static List<String> told(Receiver webhook) {
        return webhook.taken().stream()
                .map(payload -> payload.at("/labels/name").asText())
                .toList();
    }

    private static void share(MonitorProcess one, MonitorProcess other) {
        await("shared")
                .atMost(PATIENCE)
                .untilAsserted(() -> {
                    assertThat(List.of(one.partitions(), other.partitions())).doesNotContain(0);
                    assertThat(one.partitions() + other.partitions()).isEqualTo(PARTITIONS);
                });
    }

    /// The services that a monitor looks after.
    private static Set<String> lookedAtBy(MonitorProcess monitor, Traffic traffic) {
        return lookedAtSince(monitor, traffic, Instant.now().minusSeconds(2));
    }

    private static Set<String> lookedAtSince(
            MonitorProcess monitor, Traffic traffic, Instant since) {
        List<Map<String, Object>> all = monitor.scaling().getList("");
        return all.stream()
                .filter(view -> traffic.names().contains(view.get("name")))
                .filter(view ->
                        view.get("evaluatedAt") != null
                                && Instant.parse(String.valueOf(view.get("evaluatedAt")))
                                        .isAfter(since))
                .map(view -> String.valueOf(view.get("name")))
                .collect(Collectors.toSet());
    }

    private List<String> opened(List<String> names) {
        return alerts.all(AlertOpened.class).stream()
                .map(AlertOpened::name)
                .filter(names::contains)
                .toList();
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
