package io.gantry.deployer.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.events.Endpoint;
import io.gantry.events.PredictorObserved;
import io.gantry.events.PredictorObserved.Phase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(QuickProfile.class)
class ScalingTest {

    private final Topics topics;

    ScalingTest(Topics topics) {
        this.topics = topics;
    }

    @BeforeEach
    void publishRuntime() {
        topics.publish(TestModel.runtime("text-server"));
    }

    @Test
    void shouldScaleFromZeroToThreeAndBack() throws Exception {
        // Given
        TestModel model = deployed("elastic", 0, 0);

        // When
        topics.publish(model.scaled(1, 0));

        // Then
        topics.awaitState(
                model,
                1,
                observed -> observed.phase() == Phase.STANDBY && observed.endpoints().isEmpty());
        assertThat(Replicas.processes(model)).isEmpty();

        // When
        topics.publish(model.scaled(1, 1));

        // Then
        PredictorObserved one = topics.awaitReady(model, 1, 1);
        assertThat(one.platform()).isEqualTo(PredictorObserved.LOCAL);
        assertThat(Replicas.processes(model))
                .extracting(ProcessHandle::pid)
                .containsExactly(one.endpoints().getFirst().pid());
        String oldest = one.endpoints().getFirst().id();

        // When
        topics.publish(model.scaled(1, 3));

        // Then
        PredictorObserved three = topics.awaitReady(model, 1, 3);
        assertThat(three.desiredReplicas()).isEqualTo(3);
        assertThat(three.endpoints()).extracting(Endpoint::id).doesNotHaveDuplicates();
        assertThat(three.endpoints()).extracting(Endpoint::port).doesNotHaveDuplicates();
        for (Endpoint endpoint : three.endpoints()) {
            assertThat(Replicas.get(endpoint, "/")).isEqualTo("elastic");
        }

        // When
        topics.publish(model.scaled(1, 2, three.endpoints().getFirst().id()));

        // Then
        PredictorObserved two =
                topics.awaitState(model, 1, observed -> observed.endpoints().size() == 2);
        assertThat(two.endpoints())
                .as("the one that is missed least has gone, though it was the oldest")
                .extracting(Endpoint::id)
                .doesNotContain(oldest);
        List<String> both = two.endpoints().stream().map(Endpoint::id).toList();

        // When
        topics.publish(model.scaled(1, 1));

        // Then
        PredictorObserved left =
                topics.awaitState(model, 1, observed -> observed.endpoints().size() == 1);
        assertThat(left.endpoints()).extracting(Endpoint::id).isSubsetOf(both);

        // When
        topics.publish(model.scaled(1, 0));

        // Then
        topics.awaitState(
                model,
                1,
                observed -> observed.phase() == Phase.STANDBY && observed.endpoints().isEmpty());
        assertThat(Replicas.processes(model)).isEmpty();
    }

    @Test
    void shouldStartAProcessAtOnceWhenAModelIsWoken() {
        // Given
        TestModel model = deployed("sleeper", 0, 0);
        topics.publish(model.scaled(1, 0));
        topics.awaitState(
                model,
                1,
                observed -> observed.phase() == Phase.STANDBY && observed.endpoints().isEmpty());

        // When
        topics.publish(model.scaled(1, 1));
        long woken = System.nanoTime();

        // Then
        await().atMost(Topics.PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .pollDelay(Duration.ZERO)
                .until(() -> !topics.latest(model, 1).orElseThrow().endpoints().isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - woken)).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void shouldTakeBackADrainWhenAModelIsWokenMeanwhile() {
        // Given
        TestModel model = deployed("restless", 0, 0);
        List<Endpoint> before = topics.awaitReady(model, 1, 1).endpoints();
        topics.publish(model.scaled(1, 0));
        topics.awaitState(model, 1, observed -> Topics.readyEndpoints(observed) == 0);

        // When
        topics.publish(model.scaled(1, 1));

        // Then
        PredictorObserved again = topics.awaitReady(model, 1, 1);
        assertThat(again.endpoints()).isEqualTo(before);
    }

    @Test
    void shouldKeepWithinTheBoundsOfTheServiceAndTheMachine() {
        // Given
        TestModel bounded = deployed("bounded", 1, 2);
        TestModel unbounded = deployed("unbounded", 1, 0);

        // When
        topics.publish(bounded.scaled(1, 5), unbounded.scaled(1, 500));

        // Then
        topics.awaitReady(bounded, 1, 2);
        topics.awaitState(unbounded, 1, observed -> observed.desiredReplicas() == 4);

        // When
        topics.publish(bounded.scaled(1, 0), unbounded.scaled(1, 1));

        // Then
        topics.awaitState(bounded, 1, observed -> observed.endpoints().size() == 1);
        topics.awaitState(unbounded, 1, observed -> observed.endpoints().size() == 1);
    }

    private TestModel deployed(String name, int min, int max) {
        TestModel model = new TestModel(name);
        ObjectNode predictor = model.predictor();
        predictor.put("minReplicas", min).put("maxReplicas", max);
        topics.publish(model.cached(name), model.applied(model.revision(1, 100, predictor)));
        topics.awaitReady(model, 1, 1);
        return model;
    }
}
