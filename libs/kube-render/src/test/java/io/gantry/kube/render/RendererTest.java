package io.gantry.kube.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RendererTest {
    private static final Renderer RENDERER =
            new Renderer(RenderSettings.DEFAULT, ClusterLookup.NOTHING);
    private static final String PREDICTOR =
            "spec: {predictor: {model: {modelFormat: {name: onnx}, storageUri: s3://b/m}}}";

    /// What a reader of docs/kubernetes.md sees.
    @Test
    void shouldRenderTheExample() throws IOException {
        InferenceService service =
                Rendered.service(
                        "iris",
                        """
                        spec:
                          predictor:
                            minReplicas: 2
                            model: {modelFormat: {name: onnx}, storageUri: s3://models/iris}
                        """);

        String yaml =
                Rendered.of(service, Rendered.PLAIN).objects().stream()
                        .map(KServeJson::toYaml)
                        .collect(Collectors.joining("---\n"));

        assertThat(yaml).isEqualTo(golden());
    }

    @Test
    void shouldRenderNothingOfAStoppedService() {
        InferenceService service =
                Rendered.service(
                        "m",
                        "metadata: {annotations: {serving.kserve.io/stop: 'true'}}\n" + PREDICTOR);

        assertThat(Rendered.of(service, Rendered.PLAIN).objects()).isEmpty();
        assertThat(Rendered.of(RENDERER.revision(request(service, "m-predictor"))).objects())
                .isEmpty();
        assertThat(Rendered.of(RENDERER.service(new ServiceRequest(service, List.of()))).objects())
                .isEmpty();
    }

    @Test
    void shouldRenderARevisionUnderTheNameThatIsFree() {
        InferenceService service = Rendered.service("m", PREDICTOR);
        String name = Names.predictorOf("m", null, "m-00002");

        Rendered rendered = Rendered.of(RENDERER.revision(request(service, name)));

        assertThat(rendered.names()).containsExactly("Deployment/m-predictor-00002");
        assertThat(rendered.object("Deployment", name).at("/spec/selector/matchLabels"))
                .isEqualTo(Rendered.json("{app: isvc.m-predictor-00002}"));
    }

    @Test
    void shouldLeadTheServiceToTheCurrentRevision() {
        InferenceService service = Rendered.service("m", PREDICTOR);

        Rendered rendered =
                Rendered.of(
                        RENDERER.service(
                                new ServiceRequest(
                                        service,
                                        List.of(
                                                request(service, "m-predictor-00002"),
                                                request(service, "m-predictor")))));

        assertThat(rendered.names()).containsExactly("Service/m-predictor");
        assertThat(rendered.object("Service", "m-predictor").at("/spec/selector/app").asText())
                .isEqualTo("isvc.m-predictor-00002");
        assertThat(rendered.object("Service", "m-predictor").at("/metadata/labels"))
                .noneMatch(value -> value.asText().equals("m-00001"));
    }

    @Test
    void shouldGiveACanaryOfANameObjectsOfItsOwn() {
        InferenceService service =
                Rendered.service(
                        "m",
                        """
                        spec:
                          predictor: {model: {modelFormat: {name: onnx}, storageUri: s3://b/1}}
                          canary:
                          - trafficPercent: 10
                            predictor: {name: next, model: {modelFormat: {name: onnx}, storageUri: s3://b/2}}
                        """);

        assertThat(Rendered.of(service, Rendered.PLAIN).names())
                .containsExactly(
                        "Service/m-predictor",
                        "Service/m-next-predictor",
                        "Deployment/m-predictor",
                        "Deployment/m-next-predictor");
    }

    @Test
    void shouldSayWhyNoRuntimeServesTheModel() {
        InferenceService service =
                Rendered.service("m", "spec: {predictor: {model: {modelFormat: {name: other}}}}");

        assertThat(Rendered.refused(ClusterLookup.NOTHING, service, Rendered.PLAIN).message())
                .startsWith("no runtime serves model format \"other\"");
    }

    @Test
    void shouldRefuseAnotherKind() {
        InferenceService service =
                KServeJson.edited(
                        Rendered.service("m", PREDICTOR),
                        InferenceService.class,
                        tree -> tree.put("kind", "LLMInferenceService"));

        assertThat(Rendered.refused(ClusterLookup.NOTHING, service, Rendered.PLAIN).field())
                .isEqualTo("kind");
    }

    private static RevisionRequest request(InferenceService service, String deployment) {
        Component predictor = Objects.requireNonNull(service.predictor());
        return new RevisionRequest(
                service, predictor, Rendered.PLAIN, "m-00001", deployment, List.of(), List.of());
    }

    private static String golden() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(RendererTest.class.getResourceAsStream("/iris.yaml"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
