package io.gantry.registry.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.problem.Problem.FieldError;
import io.gantry.registry.profile.Profile;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileDefaultsTest {

    private static final String UTILIZATION =
            "autoscaling.knative.dev/target-utilization-percentage";

    @ParameterizedTest
    @CsvSource({
        "development, 0, 3, 60, 80, --gpu-memory-utilization=0.8",
        "production, 2, 10, 300, 60, --gpu-memory-utilization=0.95"
    })
    void shouldFillWhatIsLeftOut(
            String profile, int min, int max, long timeout, String utilization, String arg) {
        JsonNode manifest =
                manifest("'modelFormat': 'huggingface', 'profile': '%s'".formatted(profile));

        JsonNode predictor = manifest.at("/spec/predictor");
        assertThat(predictor.path("minReplicas").asInt(-1)).isEqualTo(min);
        assertThat(predictor.path("maxReplicas").asInt()).isEqualTo(max);
        assertThat(predictor.path("timeout").asLong()).isEqualTo(timeout);
        assertThat(predictor.at("/model/args").toString()).isEqualTo("[\"%s\"]".formatted(arg));
        assertThat(annotation(manifest, UTILIZATION)).isEqualTo(utilization);
        assertThat(annotation(manifest, Profile.ANNOTATION)).isEqualTo(profile);
    }

    @Test
    void shouldLeaveWhatIsSaid() {
        JsonNode manifest =
                manifest(
                        """
                        'modelFormat': 'vLLM', 'profile': 'production', 'minReplicas': 1, 'maxReplicas': 40,
                        'timeoutSeconds': 5, 'args': ['--gpu_memory_utilization=0.5'],
                        'annotations': {'autoscaling.knative.dev/targetUtilizationPercentage': '70'}\
                        """);

        JsonNode predictor = manifest.at("/spec/predictor");
        assertThat(predictor.path("minReplicas").asInt()).isEqualTo(1);
        assertThat(predictor.path("maxReplicas").asInt()).isEqualTo(40);
        assertThat(predictor.path("timeout").asLong()).isEqualTo(5);
        assertThat(predictor.at("/model/args").toString())
                .isEqualTo("[\"--gpu_memory_utilization=0.5\"]");
        assertThat(annotation(manifest, UTILIZATION)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"min-scale", "minScale", "max-scale", "maxScale"})
    void shouldLeaveBoundsToAnnotations(String name) {
        JsonNode manifest =
                manifest(
                        "'modelFormat': 'onnx', 'profile': 'production', 'annotations': {'autoscaling.knative.dev/%s': '4'}"
                                .formatted(name));

        assertThat(manifest.at("/spec/predictor").has("minReplicas")).isFalse();
        assertThat(manifest.at("/spec/predictor").has("maxReplicas")).isFalse();
    }

    /// Arguments that a runtime does not know keep it from starting.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'modelFormat': 'onnx'|0",
                "'modelFormat': {'name': 'huggingface', 'version': '1'}|1",
                "'modelFormat': 'huggingface', 'runtime': 'text-generation-inference'|0",
                "'modelFormat': 'huggingface', 'runtime': 'kserve-huggingfaceserver'|1",
                "'modelFormat': 'vLLM', 'runtime': 'kserve-vllmserver', 'args': ['--gpu-memory-utilization', '0.5']|2"
            })
    void shouldNameTheGpuMemoryWhereVllmServes(String fields, int args) {
        assertThat(manifest(fields + ", 'profile': 'production'").at("/spec/predictor/model/args"))
                .hasSize(args);
    }

    /// Whatever is given, what is filled in does not contradict it.
    @Property
    void shouldKeepTheBoundsInOrder(
            @ForAll Profile profile,
            @ForAll boolean givesMin,
            @ForAll boolean givesMax,
            @ForAll @IntRange(max = 50) int min,
            @ForAll @IntRange(max = 50) int max) {
        ObjectNode given = KServeJson.mapper().createObjectNode().put("profile", profile.word());
        if (givesMin) {
            given.put("minReplicas", min);
        }
        if (givesMax) {
            given.put("maxReplicas", max);
        }

        ProfileDefaults.fill(given);

        int filledMin = given.path("minReplicas").asInt();
        int filledMax = given.path("maxReplicas").asInt();
        assertThat(filledMin).isEqualTo(givesMin ? min : filledMin);
        assertThat(filledMax).isEqualTo(givesMax ? max : filledMax);
        if (!givesMin || !givesMax) {
            assertThat(filledMax == 0 || filledMin <= filledMax).isTrue();
        }
    }

    @Test
    void shouldChangeNothingWithoutAProfile() {
        JsonNode manifest = manifest("'modelFormat': 'huggingface'");

        assertThat(manifest.at("/spec/predictor").has("minReplicas")).isFalse();
        assertThat(manifest.at("/metadata").has("annotations")).isFalse();
    }

    @Test
    void shouldRefuseAProfileThatThereIsNot() {
        ModelReading reading = read("'modelFormat': 'onnx', 'profile': 'staging'");

        assertThat(((ModelReading.Wrong) reading).errors())
                .containsExactly(
                        new FieldError(
                                "profile", "must be development or production, found \"staging\""));
    }

    private static String annotation(JsonNode manifest, String name) {
        return manifest.at("/metadata/annotations").path(name).asText();
    }

    private static JsonNode manifest(String fields) {
        return KServeJson.tree(((ModelReading.Read) read(fields)).service());
    }

    private static ModelReading read(String fields) {
        String body = "{'name': 'm', 'storageUri': 's3://m', %s}".formatted(fields);
        return ModelRequests.read(body.replace('\'', '"'), null);
    }
}
