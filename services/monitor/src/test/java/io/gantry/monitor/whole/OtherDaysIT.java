package io.gantry.monitor.whole;

import static io.gantry.monitor.Samples.revision;
import static io.gantry.monitor.Samples.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.gantry.bus.EventPublisher;
import io.gantry.events.Event;
import io.gantry.events.Revision;
import io.gantry.events.ScalingDecided;
import io.gantry.events.Topic;
import io.gantry.monitor.OtherDays;
import io.gantry.monitor.TopicTail;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a monitor knows of other days outlives it.
@QuarkusTest
@TestProfile(SilentApplication.class)
class OtherDaysIT {

    /// A replica that does not answer at first is asked more and more seldom.
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final List<String> NAMES =
            IntStream.range(0, 6).mapToObj("usual-%d"::formatted).toList();

    private final EventPublisher publisher;
    @TempDir Path directory;
    private TopicTail scaling;

    OtherDaysIT(EventPublisher publisher) {
        this.publisher = publisher;
    }

    @BeforeEach
    void listen() {
        scaling = new TopicTail(Topic.SCALING);
    }

    @AfterEach
    void stop() throws InterruptedException {
        scaling.stop();
    }

    /// A new revision goes on with what is known of the service, whoever decides for it.
    @Test
    void shouldGoOnWithWhatAKilledOneKnewOfOtherDays() throws Exception {
        HttpServer replica = OtherDays.idleReplica();
        try (MonitorProcess killed = start()) {
            for (String name : NAMES) {
                publish(service(name, 1, "{}"));
                publish(OtherDays.ready(name, Revision.nameOf(name, 1), 1, replica));
            }
            // What is remembered of a service that is not there is forgotten.
            await().atMost(PATIENCE).until(() -> replicas(1).keySet().containsAll(NAMES));
            for (String name : NAMES) {
                publish(OtherDays.learned(name, Instant.now(), 1));
            }
            await().atMost(PATIENCE).untilAsserted(() -> assertAhead(1));

            killed.program().kill();
            try (MonitorProcess survivor = start()) {
                for (String name : NAMES) {
                    publish(service(name, 2, revision(name, 2, 100, "{}")));
                    publish(OtherDays.ready(name, Revision.nameOf(name, 2), 1, replica));
                }
                await().atMost(PATIENCE).untilAsserted(() -> assertAhead(2));
                assertThat(survivor.scaling().getList("reason", String.class))
                        .anyMatch(reason -> reason.contains("as on other days"));
            }
        } finally {
            replica.stop(0);
        }
    }

    private void assertAhead(int number) {
        Map<String, Integer> latest = replicas(number);
        for (String name : NAMES) {
            assertThat(latest).containsEntry(name, OtherDays.BUSY / OtherDays.CARRIED);
        }
    }

    /// What was decided last, by service.
    private Map<String, Integer> replicas(int number) {
        return scaling.all(ScalingDecided.class).stream()
                .filter(decided ->
                        decided.revision().equals(Revision.nameOf(decided.name(), number)))
                .collect(
                        Collectors.toMap(
                                ScalingDecided::name,
                                ScalingDecided::replicas,
                                (_, later) -> later));
    }

    private MonitorProcess start() {
        return MonitorProcess.start(
                ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class),
                directory,
                Map.of(
                        "gantry.monitor.scrape.interval", "5s",
                        "gantry.monitor.scrape.timeout", "5s"));
    }

    private void publish(Event event) {
        publisher.send(event).toCompletableFuture().join();
    }
}
