package io.gantry.deployer.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.events.Endpoint;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.events.PredictorObserved;
import io.gantry.events.PredictorObserved.Phase;
import io.gantry.kserve.api.KServeJson;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(QuickProfile.class)
class FailureTest {

    private final Topics topics;

    FailureTest(Topics topics) {
        this.topics = topics;
    }

    @BeforeEach
    void publishRuntime() {
        topics.publish(TestModel.runtime("text-server"));
    }

    @Test
    void shouldRestartAReplicaThatEndsAndKeepItsIdentity() {
        // Given
        TestModel model = new TestModel("crashing");
        topics.publish(model.cached("x"), model.applied(model.revision(1, 100, model.predictor())));
        Endpoint before = topics.awaitReady(model, 1, 1).endpoints().getFirst();

        // When
        Replicas.processes(model).forEach(ProcessHandle::destroyForcibly);

        // Then
        PredictorObserved down =
                topics.awaitState(model, 1, observed -> Topics.readyEndpoints(observed) == 0);
        assertThat(down.phase()).isEqualTo(Phase.LOADING);
        assertFailure(down.failure(), FailureReason.CRASH_LOOP, "by signal 9");
        PredictorObserved again = topics.awaitReady(model, 1, 1);
        assertThat(again.endpoints()).extracting(Endpoint::id).containsExactly(before.id());
        assertThat(again.failure()).isNull();
    }

    @Test
    void shouldTellAModelThatDoesNotLoadWithTheEndOfItsLog() {
        // Given
        TestModel model = new TestModel("broken");
        ObjectNode predictor = model.predictor("--fail=no such tensor, key hunter22");
        model.addVariable(predictor, "HF_TOKEN", "hunter22");

        // When
        topics.publish(model.cached("x"), model.applied(model.revision(1, 100, predictor)));

        // Then
        PredictorObserved failed = topics.awaitPhase(model, 1, Phase.FAILED);
        assertFailure(
                failed.failure(), FailureReason.MODEL_LOAD_FAILED, "ended with exit status 3");
        assertThat(Objects.requireNonNull(failed.failure()).logTail())
                .contains("no such tensor")
                .doesNotContain("hunter22");
    }

    /// Without its model on this node: nobody is to wait for that first.
    @Test
    void shouldTellThatItRunsNoPods() {
        // Given
        TestModel model = new TestModel("described-as-pods");
        ObjectNode predictor = KServeJson.mapper().createObjectNode();
        predictor
                .withObject("/llm/template")
                .withArray("containers")
                .addObject()
                .put("name", "main");

        // When
        topics.publish(model.applied(model.revision(1, 100, predictor)));

        // Then
        PredictorObserved failed = topics.awaitPhase(model, 1, Phase.FAILED);
        assertFailure(
                failed.failure(), FailureReason.RUNTIME_NOT_RUNNABLE, "is an LLMInferenceService");
    }

    @Test
    void shouldTellMemoryThatRanOut() {
        // Given
        TestModel model = new TestModel("hungry");

        // When
        topics.publish(
                model.cached("x"),
                model.applied(
                        model.revision(
                                1,
                                100,
                                model.predictor("--fail=java.lang.OutOfMemoryError: heap"))));

        // Then
        PredictorObserved failed = topics.awaitPhase(model, 1, Phase.FAILED);
        assertFailure(failed.failure(), FailureReason.OUT_OF_MEMORY, "ran out of memory");
    }

    @Test
    void shouldTellAReplicaThatDoesNotGetReadyInTime() {
        // Given
        TestModel model = new TestModel("endless");

        // When
        topics.publish(
                model.cached("x"),
                model.applied(model.revision(1, 100, model.predictor("--never-ready"))));

        // Then
        PredictorObserved failed = topics.awaitPhase(model, 1, Phase.FAILED);
        assertFailure(failed.failure(), FailureReason.READINESS_TIMEOUT, "not ready within 3 s");
        assertThat(Replicas.processes(model)).hasSize(1);
    }

    @Test
    void shouldSendNoMoreToAReplicaThatFailsItsChecks() throws Exception {
        // Given
        TestModel model = new TestModel("tired");
        topics.publish(model.cached("x"), model.applied(model.revision(1, 100, model.predictor())));
        Endpoint endpoint = topics.awaitReady(model, 1, 1).endpoints().getFirst();

        // When
        Replicas.get(endpoint, "/unready");

        // Then
        PredictorObserved unready =
                topics.awaitState(model, 1, observed -> Topics.readyEndpoints(observed) == 0);
        assertFailure(unready.failure(), FailureReason.READINESS_TIMEOUT, "no longer passes");
    }

    @Test
    void shouldTellThatNoRuntimeServesTheFormatAndGoOnWhenOneIsApplied() {
        // Given
        TestModel model = new TestModel("exotic");
        ObjectNode predictor = model.predictor();
        predictor.withObject("/model/modelFormat").put("name", "exotic");

        // When
        topics.publish(model.cached("x"), model.applied(model.revision(1, 100, predictor)));

        // Then
        PredictorObserved failed = topics.awaitPhase(model, 1, Phase.FAILED);
        assertFailure(failed.failure(), FailureReason.NO_SUPPORTING_RUNTIME, "format \"exotic\"");

        // When
        topics.publish(TestModel.runtimeOf("exotic-server", "exotic"));

        // Then
        topics.awaitReady(model, 1, 1);
    }

    @Test
    void shouldRefuseARuntimeThatIsOnlyAnImage() {
        // Given
        TestModel model = new TestModel("imaged");
        var runtime = TestModel.runtimeOf("image-only", "imaged");
        ((ObjectNode) runtime.manifest().at("/spec/containers/0")).remove("command");
        ObjectNode predictor = model.predictor();
        predictor.withObject("/model/modelFormat").put("name", "imaged");

        // When
        topics.publish(
                runtime, model.cached("x"), model.applied(model.revision(1, 100, predictor)));

        // Then
        PredictorObserved failed = topics.awaitPhase(model, 1, Phase.FAILED);
        assertFailure(failed.failure(), FailureReason.RUNTIME_NOT_RUNNABLE, "tests/server:1");
        assertThat(Objects.requireNonNull(failed.failure()).remedy()).contains("`command`");
    }

    @Test
    void shouldRefuseACommandThatThisMachineDoesNotHave() {
        // Given
        TestModel model = new TestModel("commandless");
        ObjectNode predictor = model.predictor();
        predictor.withObject("/model").putArray("command").add("no-such-command");

        // When
        topics.publish(model.cached("x"), model.applied(model.revision(1, 100, predictor)));

        // Then
        PredictorObserved failed = topics.awaitPhase(model, 1, Phase.FAILED);
        assertFailure(failed.failure(), FailureReason.RUNTIME_NOT_RUNNABLE, "no-such-command");
        assertThat(Objects.requireNonNull(failed.failure()).remedy())
                .contains("gantry.deployer.local.path");
    }

    @Test
    void shouldTellAPredictorThatCannotBeRead() {
        // Given
        TestModel model = new TestModel("garbled");
        ObjectNode predictor = model.predictor();
        predictor.put("minReplicas", "many");

        // When
        topics.publish(model.applied(model.revision(1, 100, predictor)));

        // Then
        PredictorObserved failed = topics.awaitPhase(model, 1, Phase.FAILED);
        assertFailure(failed.failure(), FailureReason.INVALID_PREDICTOR_SPEC, "cannot be read");
    }

    @Test
    void shouldPassOnWhyAModelIsNotCached() {
        // Given
        TestModel model = new TestModel("missing");
        topics.publish(model.applied(model.revision(1, 100, model.predictor())));
        topics.awaitPhase(model, 1, Phase.PENDING);
        Failure missing =
                Failure.of(FailureReason.STORAGE_NOT_FOUND, "Nothing is there.", "Upload it.");

        // When
        topics.publish(model.notCached(missing, Instant.now().plusSeconds(60)));

        // Then
        PredictorObserved waiting =
                topics.awaitState(model, 1, observed -> observed.failure() != null);
        assertThat(waiting.phase()).isEqualTo(Phase.PENDING);
        assertThat(waiting.failure()).isEqualTo(missing);

        // When
        topics.publish(model.notCached(missing, null));

        // Then
        topics.awaitPhase(model, 1, Phase.FAILED);
    }

    @Test
    void shouldGoOnAfterAServiceWithAnImpossibleName() {
        // Given
        TestModel bad = new TestModel("../../escape");
        TestModel good = new TestModel("after-the-bad");

        // When
        topics.publish(
                bad.applied(bad.revision(1, 100, bad.predictor())),
                good.cached("x"),
                good.applied(good.revision(1, 100, good.predictor())));

        // Then
        topics.awaitReady(good, 1, 1);
        assertThat(topics.history(bad, 1)).isEmpty();
    }

    private static void assertFailure(
            @Nullable Failure failure, FailureReason reason, String inMessage) {
        assertThat(failure).isNotNull();
        assertThat(Objects.requireNonNull(failure).reason()).isEqualTo(reason);
        assertThat(failure.message()).contains(inMessage);
        assertThat(failure.remedy()).isNotBlank();
    }
}
