package io.gantry.monitor.demand;

import static io.gantry.monitor.Samples.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.gantry.bus.CatchUp;
import io.gantry.bus.EventPublisher;
import io.gantry.events.DemandEvent;
import io.gantry.events.DemandForgotten;
import io.gantry.events.DemandLearned;
import io.gantry.events.Event;
import io.gantry.events.InferenceServiceDeleted;
import io.gantry.events.ScalingDecided;
import io.gantry.events.Topic;
import io.gantry.monitor.OtherDays;
import io.gantry.monitor.ShortWindows;
import io.gantry.monitor.TopicTail;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the topic says of other days, and what the monitor makes of it.
@QuarkusTest
@TestProfile(ShortWindows.class)
class DemandMemoryTest {

    /// A replica that did not answer the first time is asked again after a minute.
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final EventPublisher publisher;
    private final CatchUp catchUp;
    private TopicTail scaling;
    private TopicTail demand;

    DemandMemoryTest(EventPublisher publisher, CatchUp catchUp) {
        this.publisher = publisher;
        this.catchUp = catchUp;
    }

    @BeforeEach
    void start() {
        await().atMost(PATIENCE).until(catchUp::reached);
        scaling = new TopicTail(Topic.SCALING);
        demand = new TopicTail(Topic.DEMAND);
    }

    @AfterEach
    void stop() throws InterruptedException {
        scaling.stop();
        demand.stop();
    }

    @Test
    void shouldScaleAheadOfWhatOtherDaysHad() throws Exception {
        String name = "early-riser";
        HttpServer replica = OtherDays.idleReplica();
        try {
            publish(OtherDays.learned(name, Instant.now(), 1));
            publish(service(name, 1, "{}"));
            publish(OtherDays.ready(name, name + "-00001", 1, replica));

            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(replicas(name))
                                    .endsWith(OtherDays.BUSY / OtherDays.CARRIED));
            assertThat(decided(name).getLast().reason())
                    .contains("to be expected as on other days at this time");
        } finally {
            replica.stop(0);
        }
    }

    @Test
    void shouldStartAheadWhatIsAtZero() {
        String name = "sleeper";
        publish(atZero(name));
        publish(OtherDays.learned(name, Instant.now(), 0));
        publish(service(name, 1, "{'minReplicas':0}"));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(replicas(name)).containsExactly(0, 1));
        assertThat(decided(name).getLast().reason()).contains("somebody usually comes before");
    }

    @Test
    void shouldForgetTheDemandOfAServiceThatIsDeleted() {
        String name = "forgotten";
        DemandLearned learned = OtherDays.learned(name, Instant.now(), 40);
        publish(service(name, 1, "{}"));
        publish(learned);
        await().atMost(PATIENCE).until(() -> !decided(name).isEmpty());
        assertThat(told(name)).as("as long as it is there").hasSize(1);

        publish(new InferenceServiceDeleted("default", name, "uid-" + name, 2));

        await().atMost(PATIENCE).until(() -> told(name).size() == 2);
        assertThat(told(name).getLast()).isInstanceOf(DemandForgotten.class);
        assertThat(told(name).getLast().generation()).isGreaterThan(learned.generation());
    }

    private static ScalingDecided atZero(String name) {
        return new ScalingDecided(
                "default",
                name,
                name + "-00001",
                Instant.now().toEpochMilli() * 1000,
                0,
                "Said another.",
                Map.of());
    }

    private List<ScalingDecided> decided(String name) {
        return scaling.all(ScalingDecided.class).stream()
                .filter(event -> event.name().equals(name))
                .toList();
    }

    private List<Integer> replicas(String name) {
        return decided(name).stream().map(ScalingDecided::replicas).toList();
    }

    private List<DemandEvent> told(String name) {
        return demand.all(DemandEvent.class).stream()
                .filter(event -> event.name().equals(name))
                .toList();
    }

    private void publish(Event event) {
        publisher.send(event).toCompletableFuture().join();
    }
}
