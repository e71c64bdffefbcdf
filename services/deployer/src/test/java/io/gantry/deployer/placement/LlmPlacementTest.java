package io.gantry.deployer.placement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.deployer.cluster.ClusterView;
import io.gantry.events.ArtifactReference;
import io.gantry.events.FailureReason;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.Revision;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.select.RuntimeCatalog;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What becomes of a revision of an LLMInferenceService.
class LlmPlacementTest {

    private static final Limits CLUSTER = new Limits(100, true, true);
    private static final Limits ONE_MACHINE = new Limits(8, false, false);
    private static final String SERVER =
            "{\"containers\": [{\"name\": \"main\", \"image\": \"i\"}]}";

    @Test
    void shouldRunItWithoutAServingRuntime() {
        Decision decision = decide(SERVER, CLUSTER);

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Run.class,
                        run -> {
                            assertThat(run.replicas()).isEqualTo(2);
                            assertThat(run.workload().llm()).isNotNull();
                            assertThat(run.workload().runtimeName()).isNull();
                            assertThat(run.workload().container().image()).isEqualTo("i");
                        });
    }

    /// At once, and not when its model has been loaded.
    @Test
    void shouldRefuseItWhereThereAreNoPods() {
        Decision decision = decide(SERVER, ONE_MACHINE);

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Unplaceable.class,
                        no -> {
                            assertThat(no.failure().reason())
                                    .isEqualTo(FailureReason.RUNTIME_NOT_RUNNABLE);
                            assertThat(no.failure().message()).contains("LLMInferenceService");
                        });
    }

    @Test
    void shouldRefuseWhatItCannotRead() {
        assertThat(decide("{\"containers\": [{\"name\": \"other\"}]}", CLUSTER))
                .isInstanceOf(Decision.Unplaceable.class);
        assertThat(decide("{\"containers\": [{\"name\": \"main\", \"args\": 1}]}", CLUSTER))
                .isInstanceOf(Decision.Unplaceable.class);
    }

    private static Decision decide(String template, Limits limits) {
        Revision revision =
                new Revision(
                        "llama-00001",
                        1,
                        100,
                        json(
                                "{\"minReplicas\": 2, \"maxReplicas\": 2, \"llm\": {\"template\": %s}}"
                                        .formatted(template)),
                        List.of(ArtifactReference.of("hf://o/m", null, "/mnt/models", null)));
        InferenceServiceApplied service =
                new InferenceServiceApplied(
                        "default",
                        "llama",
                        "uid-1",
                        1,
                        List.of(revision),
                        json(
                                """
                                {"apiVersion": "serving.kserve.io/v1alpha2",
                                 "kind": "LLMInferenceService",
                                 "metadata": {"name": "llama", "namespace": "default"},
                                 "spec": {"model": {"uri": "hf://o/m"}, "replicas": 2}}
                                """));
        ClusterView view =
                new ClusterView(
                        "default",
                        "llama",
                        service,
                        new RuntimeCatalog(List.of(), List.of()),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Map.of());
        Decision decision = new Rollout(view, Map.of(), limits).decisions().get("llama-00001");
        if (decision == null) {
            throw new AssertionError("Nothing was decided");
        }
        return decision;
    }

    private static JsonNode json(String text) {
        try {
            return KServeJson.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
