package io.gantry.deployer.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.events.Endpoint;
import io.gantry.events.PredictorObserved;
import io.gantry.events.PredictorObserved.Phase;
import io.gantry.events.Revision;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(QuickProfile.class)
class RolloutTest {

    private final Topics topics;

    RolloutTest(Topics topics) {
        this.topics = topics;
    }

    @BeforeEach
    void publishRuntime() {
        topics.publish(TestModel.runtime("text-server"));
    }

    @Test
    void shouldReplaceARevisionWithoutAFailedRequest() throws Exception {
        // Given
        TestModel model = deployed("updated");
        try (ConstantLoad load = new ConstantLoad(() -> anyReady(model))) {
            await().atMost(Topics.PATIENCE).until(() -> load.answers() > 20);

            // When
            topics.publish(
                    model.applied(model.revision(2, 100, model.predictor("--answer-millis=50"))));

            // Then
            topics.awaitReady(model, 2, 1);
            topics.awaitRemoved(model, 1);
            int answers = load.answers();
            await().atMost(Topics.PATIENCE).until(() -> load.answers() > answers + 20);
            assertThat(load.failures()).isEmpty();
        }
        assertThat(Replicas.processes(model)).hasSize(1);
    }

    @Test
    void shouldKeepTheOldRevisionWhenTheNewOneNeverGetsReady() throws Exception {
        // Given
        TestModel model = deployed("half-broken");

        // When
        topics.publish(model.applied(model.revision(2, 100, model.predictor("--fail=bad update"))));

        // Then
        PredictorObserved failed = topics.awaitPhase(model, 2, Phase.FAILED);
        assertThat(failed.failure()).isNotNull();
        Endpoint old = topics.awaitReady(model, 1, 1).endpoints().getFirst();
        assertThat(Replicas.get(old, "/")).isEqualTo("half-broken");

        // When
        topics.publish(model.applied(model.revision(3, 100, model.predictor("--more=fixed"))));

        // Then
        topics.awaitReady(model, 3, 1);
        topics.awaitRemoved(model, 1);
        topics.awaitRemoved(model, 2);
        assertThat(Replicas.processes(model)).hasSize(1);
    }

    @Test
    void shouldRunACanaryBesideTheStableRevisionAndDrainItWhenItsTrafficIsTakenAway() {
        // Given
        TestModel model = deployed("canaried");
        Revision stable = model.revision(1, 90, model.predictor());
        Revision canary = model.revision(2, 10, model.predictor("--more=canary"));

        // When
        topics.publish(model.applied(stable, canary));

        // Then
        topics.awaitReady(model, 2, 1);
        topics.awaitReady(model, 1, 1);

        // When
        topics.publish(
                model.applied(
                        model.revision(1, 100, model.predictor()),
                        model.revision(2, 0, model.predictor("--more=canary"))));

        // Then
        topics.awaitState(
                model,
                2,
                observed -> observed.phase() == Phase.STANDBY && observed.endpoints().isEmpty());
        topics.awaitReady(model, 1, 1);
    }

    @Test
    void shouldLeaveRunningProcessesAloneWhenTheirFilesAreEvicted() {
        // Given
        TestModel model = deployed("evicted");
        PredictorObserved before = topics.awaitReady(model, 1, 1);

        // When
        topics.publish(model.evicted());

        // Then
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(4))
                .until(() -> topics.latest(model, 1).equals(Optional.of(before)));
        assertThat(Replicas.processes(model)).hasSize(1);
    }

    @Test
    void shouldReplaceReplicasOneByOneWhenTheirRuntimeChanges() throws Exception {
        // Given
        TestModel model = new TestModel("rerun");
        var predictor = model.predictor();
        predictor.withObject("/model/modelFormat").put("name", "rerun");
        topics.publish(
                TestModel.runtimeOf("changing-server", "rerun"),
                model.cached("x"),
                model.applied(model.revision(1, 100, predictor)));
        Endpoint old = topics.awaitReady(model, 1, 1).endpoints().getFirst();
        try (ConstantLoad load = new ConstantLoad(() -> anyReady(model))) {

            // When
            topics.publish(TestModel.runtimeOf("changing-server", "rerun", "--changed"));

            // Then
            PredictorObserved replaced =
                    topics.awaitState(
                            model,
                            1,
                            observed ->
                                    observed.endpoints().size() == 1
                                            && observed.endpoints().stream()
                                                    .noneMatch(each -> each.id().equals(old.id())));
            assertThat(Topics.readyEndpoints(replaced)).isEqualTo(1);
            assertThat(load.failures()).isEmpty();
        }
    }

    @Test
    void shouldStayWithItsRuntimeWhenAnotherOneBecomesAvailable() {
        // Given
        TestModel model = new TestModel("loyal");
        var predictor = model.predictor();
        predictor.withObject("/model/modelFormat").put("name", "loyal");
        topics.publish(
                TestModel.runtimeOf("zz-first-server", "loyal"),
                model.cached("x"),
                model.applied(model.revision(1, 100, predictor)));
        PredictorObserved before = topics.awaitReady(model, 1, 1);

        // When
        topics.publish(TestModel.runtimeOf("aa-preferred-server", "loyal"));

        // Then
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(4))
                .until(() -> topics.latest(model, 1).equals(Optional.of(before)));
        assertThat(before.runtime()).isEqualTo("zz-first-server");
    }

    private TestModel deployed(String name) {
        TestModel model = new TestModel(name);
        topics.publish(
                model.cached(name), model.applied(model.revision(1, 100, model.predictor())));
        topics.awaitReady(model, 1, 1);
        return model;
    }

    /// As a proxy chooses: the newest revision that has a ready endpoint.
    private Optional<Endpoint> anyReady(TestModel model) {
        return Stream.of(2, 1)
                .flatMap(revision -> topics.latest(model, revision).stream())
                .map(PredictorObserved::endpoints)
                .flatMap(List::stream)
                .filter(Endpoint::ready)
                .findFirst();
    }
}
