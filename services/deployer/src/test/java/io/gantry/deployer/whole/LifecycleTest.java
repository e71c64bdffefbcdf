package io.gantry.deployer.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Endpoint;
import io.gantry.events.PredictorEvent;
import io.gantry.events.PredictorObserved;
import io.gantry.events.PredictorObserved.Phase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(QuickProfile.class)
class LifecycleTest {

    private final Topics topics;

    LifecycleTest(Topics topics) {
        this.topics = topics;
    }

    @BeforeEach
    void publishRuntime() {
        topics.publish(TestModel.runtime("text-server"));
    }

    @Test
    void shouldServeAModelOnceItIsCached() throws Exception {
        // Given
        TestModel model = new TestModel("plain");
        topics.publish(model.applied(model.revision(1, 100, model.predictor())));
        topics.awaitPhase(model, 1, Phase.PENDING);

        // When
        topics.publish(model.cached("hello"));

        // Then
        PredictorObserved ready = topics.awaitReady(model, 1, 1);
        assertThat(ready.runtime()).isEqualTo("text-server");
        assertThat(ready.desiredReplicas()).isEqualTo(1);
        assertThat(ready.failure()).isNull();
        Endpoint endpoint = ready.endpoints().getFirst();
        assertThat(endpoint.node()).isEqualTo("local");
        assertThat(endpoint.startMillis()).isPositive();
        assertThat(endpoint.coldStartMillis()).isPositive();
        assertThat(Replicas.get(endpoint, "/")).isEqualTo("hello");
        assertThat(Replicas.get(endpoint, "/environment?PORT"))
                .isEqualTo(Integer.toString(endpoint.port()));
        assertThat(Replicas.get(endpoint, "/environment?INFERENCE_SERVICE_NAME"))
                .isEqualTo("plain");
    }

    @Test
    void shouldHideTheDeployersOwnEnvironmentFromPredictors() throws Exception {
        // Given
        TestModel model = new TestModel("private");
        topics.publish(model.cached("x"), model.applied(model.revision(1, 100, model.predictor())));

        // When
        Endpoint endpoint = topics.awaitReady(model, 1, 1).endpoints().getFirst();

        // Then
        List<String> names = List.of(Replicas.get(endpoint, "/environment-names").split(" ", -1));
        assertThat(names)
                .contains("PATH", "PORT", "HOST")
                .isNotEmpty()
                .allSatisfy(name ->
                        assertThat(name)
                                .matches(
                                        "PATH|HOME|USER|LOGNAME|LANG|LC_.*|TZ|TMPDIR|JAVA_HOME|XDG_.*|LD_LIBRARY_PATH|PORT|HOST|INFERENCE_SERVICE_NAME|PWD|OLDPWD|SHLVL|_"));
    }

    @Test
    void shouldTellProxiesBeforeItEndsTheProcessOfADeletedService() {
        // Given
        TestModel model = new TestModel("deleted");
        topics.publish(
                model.cached("here"), model.applied(model.revision(1, 100, model.predictor())));
        topics.awaitReady(model, 1, 1);

        // When
        topics.publish(model.deleted());

        // Then
        PredictorObserved draining =
                topics.awaitState(
                        model,
                        1,
                        observed ->
                                observed.endpoints().size() == 1
                                        && Topics.readyEndpoints(observed) == 0);
        assertThat(draining.desiredReplicas()).isZero();
        assertThat(Replicas.processes(model)).hasSize(1);
        topics.awaitRemoved(model, 1);
        assertThat(Replicas.processes(model)).isEmpty();
    }

    @Test
    void shouldStartTheNewServiceWhenADeletedNameIsUsedAgain() throws Exception {
        // Given
        TestModel model = new TestModel("reborn");
        topics.publish(
                model.cached("old"), model.applied(model.revision(1, 100, model.predictor())));
        Endpoint old = topics.awaitReady(model, 1, 1).endpoints().getFirst();

        // When
        topics.publish(
                model.deleted(),
                model.cached("new"),
                model.appliedAs("another-uid", model.revision(1, 100, model.predictor())));

        // Then
        PredictorObserved ready =
                topics.awaitState(
                        model,
                        1,
                        observed ->
                                observed.endpoints().stream()
                                        .anyMatch(each ->
                                                each.ready() && !each.id().equals(old.id())));
        Endpoint fresh =
                ready.endpoints().stream().filter(Endpoint::ready).findFirst().orElseThrow();
        assertThat(Replicas.get(fresh, "/")).isEqualTo("new");
        topics.awaitState(model, 1, observed -> observed.endpoints().size() == 1);
    }

    @Test
    void shouldChangeNothingWhenEventsComeTwiceOrLate() {
        // Given
        TestModel model = new TestModel("replayed");
        var cached = model.cached("same");
        var first = model.applied(model.revision(1, 100, model.predictor()));
        var second = model.applied(model.revision(2, 100, model.predictor("--more=2")));
        topics.publish(cached, first, second);
        PredictorObserved ready = topics.awaitReady(model, 2, 1);
        List<PredictorEvent> firstHistory = topics.history(model, 1);

        // When
        topics.publish(second, first, cached, first, second);

        // Then
        Awaitility.await()
                .during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> {
                    assertThat(topics.latest(model, 2)).contains(ready);
                    assertThat(topics.history(model, 1)).isEqualTo(firstHistory);
                });
        assertThat(Replicas.processes(model)).hasSize(1);
    }

    @Test
    void shouldStopAServiceThatIsMarkedAsStopped() {
        // Given
        TestModel model = new TestModel("halted");
        topics.publish(model.cached("x"), model.applied(model.revision(1, 100, model.predictor())));
        topics.awaitReady(model, 1, 1);

        // When
        topics.publish(model.stopped(model.revision(1, 100, model.predictor())));

        // Then
        topics.awaitRemoved(model, 1);
        assertThat(Replicas.processes(model)).isEmpty();
    }
}
