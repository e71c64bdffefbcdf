package io.gantry.registry.status;

import static io.gantry.registry.status.Scene.START;
import static io.gantry.registry.status.Scene.cached;
import static io.gantry.registry.status.Scene.condition;
import static io.gantry.registry.status.Scene.failed;
import static io.gantry.registry.status.Scene.failedDownload;
import static io.gantry.registry.status.Scene.predictor;
import static io.gantry.registry.status.Scene.progressed;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.events.PredictorObserved.Phase;
import io.gantry.kserve.api.FailureInfo;
import io.gantry.kserve.api.InferenceServiceStatus;
import io.gantry.kserve.api.ModelStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// KServe's mapping from a Deployment and its pods to a status, held against ours from events.
class StatusMappingVectorsTest {

    /// What Gantry's services say where KServe's controller sees the same.
    private static final Map<String, Scene> SAME =
            Map.ofEntries(
                    entry("Available=True", ready()),
                    entry(
                            "Progressing=False with a message (e.g. ProgressDeadlineExceeded)",
                            failing(FailureReason.READINESS_TIMEOUT)),
                    entry("Progressing=True and reason NewReplicaSetAvailable", ready()),
                    entry("Progressing=True, other reason, Available not True", loading()),
                    entry("Available=False", ready().at(9, predictor(1, 9, Phase.LOADING))),
                    entry("ReplicaFailure=True", failing(FailureReason.RUNTIME_NOT_RUNNABLE)),
                    entry(
                            "no runtime with that name",
                            failing(FailureReason.RUNTIME_NOT_RECOGNIZED)),
                    entry("named runtime disabled", failing(FailureReason.RUNTIME_DISABLED)),
                    entry(
                            "named runtime lacks protocol or format, or auto-selection empty",
                            failing(FailureReason.NO_SUPPORTING_RUNTIME)),
                    entry(
                            "runtime has no kserve-container, bad placeholder or merge failure",
                            failing(FailureReason.INVALID_PREDICTOR_SPEC)),
                    entry("zero pods", Scene.simple()),
                    entry(
                            "storage-initializer Running, no earlier failure",
                            Scene.simple().at(1, progressed(1, 1, 2L))),
                    entry(
                            "storage-initializer Terminated(Error) or Waiting(CrashLoopBackOff)",
                            Scene.simple()
                                    .at(
                                            1,
                                            failedDownload(
                                                    1,
                                                    failure(FailureReason.STORAGE_UNREACHABLE),
                                                    START))),
                    entry("ISVC Ready=True", ready()),
                    entry(
                            "kserve-container Terminated(Error) or CrashLoopBackOff",
                            failing(FailureReason.CRASH_LOOP)));

    /// What has no like in Gantry, or is told better, and why.
    private static final Map<String, String> OTHER =
            Map.of(
                    "multi-node",
                    "a predictor is one process; the deployer refuses a workerSpec",
                    "storage-initializer Running after an earlier termination",
                    "KServe cannot see whether it downloads again; the loader says so, and it is Loading",
                    "kserve-container in any other state",
                    "KServe says Pending; Gantry says Loading, which KServe defines as just that");

    @Test
    void shouldAgreeOnWhetherThePredictorIsReady() {
        for (JsonNode vector : vectors("predictorReady")) {
            Scene scene = SAME.get(vector.path("when").asText());
            if (scene != null) {
                String expected = vector.path("then").asText().split("\\W", 2)[0];
                assertThat(condition(scene.status(), "PredictorReady").status())
                        .as(vector.toString())
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void shouldAgreeOnTheStateOfTheModel() {
        for (JsonNode vector : vectors("modelStatus")) {
            Scene scene = SAME.get(vector.path("when").asText());
            if (scene != null) {
                agrees(vector, scene.status());
            }
        }
    }

    @Test
    void shouldHaveLookedAtEveryVector() {
        List<String> all = new ArrayList<>();
        vectors("predictorReady").forEach(vector -> all.add(vector.path("when").asText()));
        vectors("modelStatus").forEach(vector -> all.add(vector.path("when").asText()));

        List<String> known = new ArrayList<>(SAME.keySet());
        known.addAll(OTHER.keySet());
        assertThat(known).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void shouldSayLoadingWhileTheServerStarts() {
        ModelStatus model = Objects.requireNonNull(loading().status().modelStatus());

        assertThat(model.transitionStatus()).isEqualTo("InProgress");
        assertThat(Objects.requireNonNull(model.states()).targetModelState()).isEqualTo("Loading");
    }

    private static void agrees(JsonNode vector, InferenceServiceStatus status) {
        ModelStatus model = Objects.requireNonNull(status.modelStatus());
        var states = Objects.requireNonNull(model.states());
        FailureInfo failure = model.lastFailureInfo();
        assertThat(model.transitionStatus())
                .as(vector.toString())
                .isEqualTo(vector.path("transitionStatus").asText());
        assertThat(states.targetModelState())
                .as(vector.toString())
                .isEqualTo(vector.path("target").asText());
        assertThat(states.activeModelState())
                .as(vector.toString())
                .isEqualTo(vector.path("active").asText(""));
        assertThat(failure == null ? "" : failure.reason())
                .as(vector.toString())
                .isEqualTo(vector.path("reason").asText(""));
    }

    private static Scene ready() {
        return loading().at(3, predictor(1, 3, Phase.READY));
    }

    private static Scene loading() {
        return Scene.simple().at(1, cached(1)).at(2, predictor(1, 2, Phase.LOADING));
    }

    private static Scene failing(FailureReason reason) {
        return loading().at(3, failed(1, 3, failure(reason)));
    }

    private static Failure failure(FailureReason reason) {
        return Failure.of(reason, "It does not work", "Mend it.");
    }

    private static JsonNode vectors(String part) {
        Path file =
                Path.of(
                        System.getProperty("gantry.conformance.dir", ""),
                        "kserve/vectors/status-mapping.json");
        Assumptions.assumeTrue(
                Files.isReadable(file),
                () -> "no conformance data at " + file + ", set -Dgantry.conformance.dir");
        try {
            return new ObjectMapper().readTree(file.toFile()).path(part);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
