package io.gantry.registry.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.combine.Combination;
import io.gantry.kserve.combine.Combination.Combined;
import io.gantry.kserve.revision.RevisionFingerprint;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LlmPredictorTest {

    private static final String KEDA =
            "scaling: {maxReplicas: 4, minReplicas: 0, keda: {triggers: [{type: cpu, metadata: {value: '60'}}]}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "labels: {} | 1 | 1",
                "replicas: 3 | 3 | 3",
                "replicas: 0 | 0 | 1",
                "scaling: {maxReplicas: 4, wva: {keda: {}}} | 1 | 4",
                "scaling: {minReplicas: 0, maxReplicas: 4, wva: {keda: {}}} | 0 | 4",
                "scaling: {minReplicas: 0, maxReplicas: 4, wva: {hpa: {}}} | 1 | 4",
            })
    void shouldBeScaledAsTheServiceSays(String spec, int min, int max) {
        JsonNode predictor = running(spec);

        assertThat(predictor.path("minReplicas").asInt(-1)).isEqualTo(min);
        assertThat(predictor.path("maxReplicas").asInt(-1)).isEqualTo(max);
        assertThat(predictor.at("/llm/replicas").isMissingNode()).isTrue();
    }

    /// It is who renders the scaler that needs it.
    @Test
    void shouldPassOnScalingByOthersAlone() {
        assertThat(running(KEDA).at("/llm/scaling/keda").isObject()).isTrue();
        assertThat(
                        running("scaling: {maxReplicas: 4, wva: {keda: {}}}")
                                .at("/llm/scaling")
                                .isMissingNode())
                .isTrue();
    }

    @Test
    void shouldCountThePodsThatPrefill() {
        assertThat(running("prefill: {}").at("/llm/prefill/replicas").asInt()).isEqualTo(1);
        assertThat(
                        running(
                                        "prefill: {scaling: {minReplicas: 2, maxReplicas: 4, wva: {keda: {}}}}")
                                .at("/llm/prefill/replicas")
                                .asInt())
                .isEqualTo(2);
        assertThat(running("prefill: {%s}".formatted(KEDA)).at("/llm/prefill").has("replicas"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicas: 1 | replicas: 2 | true",
                "replicas: 1 | scaling: {maxReplicas: 2, wva: {keda: {}}} | true",
                "prefill: {replicas: 1} | prefill: {replicas: 2} | true",
                "rolloutStrategy: {maxSurge: 1} | rolloutStrategy: {maxSurge: 2} | true",
                "parallelism: {tensor: 1} | parallelism: {tensor: 2} | false",
                "labels: {a: b} | labels: {a: c} | false",
            })
    void shouldMakeARevisionOfWhatRuns(String one, String other, boolean same) {
        assertThat(fingerprint(one).equals(fingerprint(other))).isEqualTo(same);
    }

    /// Else a release of Gantry with another image would replace the pods of every service.
    @Test
    void shouldNotMakeARevisionOfGantrysOwnPreset() {
        assertThat(KServeJson.toJson(new LlmPredictor(combined("replicas: 1")).written()))
                .doesNotContain("vllm");
    }

    @Test
    void shouldGoOnAsItWasMadeWithOtherScaling() {
        ObjectNode before = (ObjectNode) running("prefill: {replicas: 1}");
        ((ObjectNode) before.at("/llm/template/containers/0")).put("image", "of-a-former-release");

        JsonNode now =
                KServeJson.tree(
                        new LlmPredictor(combined("replicas: 5\nprefill: {replicas: 2}"))
                                .rescaled(before));

        assertThat(now.at("/llm/template/containers/0/image").asText())
                .isEqualTo("of-a-former-release");
        assertThat(now.path("storageUris")).isEqualTo(before.path("storageUris"));
        assertThat(now.path("minReplicas").asInt()).isEqualTo(5);
        assertThat(now.at("/llm/prefill/replicas").asInt()).isEqualTo(2);
    }

    private static String fingerprint(String spec) {
        return RevisionFingerprint.of(new LlmPredictor(combined(spec)).written());
    }

    private static JsonNode running(String spec) {
        return KServeJson.tree(new LlmPredictor(combined(spec)).running());
    }

    private static Combined combined(String spec) {
        ObjectNode service =
                Manifests.trees(
                                "apiVersion: serving.kserve.io/v1alpha2\nkind: LLMInferenceService\nmetadata: {name: llama, namespace: n}\nspec:\n  model: {uri: 'hf://o/m'}\n"
                                        + spec.indent(2))
                        .getFirst()
                        .deepCopy();
        return switch (Combination.of(service, List.of())) {
            case Combined combined -> combined;
            case Combination.Refused refused -> throw new AssertionError(refused.why().sentence());
        };
    }
}
