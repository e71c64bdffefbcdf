package io.gantry.deployer.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.Workload;
import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.render.PredictorContainer;
import io.gantry.kserve.render.Rendering;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranslationTest {

    @ParameterizedTest
    @ValueSource(strings = {"grpc", "h2c", "grpc-oip", "h2c-0"})
    void shouldMapThePortThatTakesGrpc(String name) {
        ProcessTemplate template =
                template(
                        "{\"containerPort\": 8080}, {\"name\": \"%s\", \"containerPort\": 9000}"
                                .formatted(name));

        ProcessSpec process = template.on(Map.of(8080, 20_001, 9000, 20_002));

        assertThat(process.port()).isEqualTo(20_001);
        assertThat(process.grpcPort()).isEqualTo(20_002);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"containerPort\": 8080}, {\"name\": \"metrics\", \"containerPort\": 9000}",
                "{\"containerPort\": 8080}, {\"containerPort\": 9000}",
                "{\"name\": \"h2c\", \"containerPort\": 8080}",
                "{\"containerPort\": 8080}, {\"name\": \"grpcs\", \"containerPort\": 9000}",
            })
    void shouldHaveNoOtherPortForGrpc(String ports) {
        assertThat(template(ports).grpcPort()).isNull();
    }

    @Test
    void shouldRunOnTheFirstPort() {
        ProcessTemplate template = template("{\"containerPort\": 8000}, {\"containerPort\": 9000}");

        assertThat(template.ports()).containsExactly(8000, 9000);
        assertThat(template.on(Map.of(8000, 1, 9000, 2)).port()).isEqualTo(1);
    }

    /// A limit is requested where nothing else is, as in Kubernetes.
    @ParameterizedTest
    @CsvSource({
        "'{}', , ",
        "'{\"requests\": {\"cpu\": \"250m\", \"memory\": \"1Gi\", \"nvidia.com/gpu\": 1}}', 0.25, 1073741824",
        "'{\"requests\": {\"cpu\": 2}, \"limits\": {\"cpu\": 4, \"memory\": \"1M\"}}', 2, 1000000",
        "'{\"requests\": {\"cpu\": \"0\", \"memory\": \"much\"}}', , ",
    })
    void shouldTellWhatIsRequested(String resources, Double cpu, Double memory) {
        Workload workload = workload("{\"containerPort\": 8080}], \"resources\": " + resources);

        Map<String, Double> requests = Blueprint.of(workload, template(workload)).requests();

        assertThat(requests.get("cpu")).isEqualTo(cpu);
        assertThat(requests.get("memory")).isEqualTo(memory);
        assertThat(requests).doesNotContainKey("nvidia.com/gpu");
    }

    private static ProcessTemplate template(String ports) {
        return template(workload(ports + "]"));
    }

    private static ProcessTemplate template(Workload workload) {
        return ((Translation.Startable) Translation.of(workload)).template();
    }

    /// @param rest of the container, from its ports on
    private static Workload workload(String rest) {
        InferenceService service =
                read(
                        """
                        {"apiVersion": "serving.kserve.io/v1beta1", "kind": "InferenceService",
                         "metadata": {"name": "m", "namespace": "default"},
                         "spec": {"predictor": {"containers": [{"name": "kserve-container", "image": "a:1",
                          "command": ["serve"], "ports": [%s}]}}}
                        """
                                .formatted(rest));
        Rendering.Rendered rendered =
                (Rendering.Rendered)
                        PredictorContainer.of(service, Objects.requireNonNull(service.predictor()));
        return workload(service, rendered.container());
    }

    private static Workload workload(InferenceService service, Container container) {
        return new Workload(
                new PredictorKey("default", "m", "m-00001"),
                "uid",
                service,
                Objects.requireNonNull(service.predictor()),
                null,
                container,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static InferenceService read(String json) {
        try {
            return KServeJson.read(KServeJson.mapper().readTree(json), InferenceService.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
