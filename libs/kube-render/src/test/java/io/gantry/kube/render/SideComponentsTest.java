package io.gantry.kube.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Transformers and explainers.
class SideComponentsTest {
    private static final String PREDICTOR = "  predictor: {model: {modelFormat: {name: onnx}}}\n";

    @Test
    void shouldGiveATransformerItsReplicasUnlessSomebodyElseDoes() {
        String transformer =
                "  transformer: {minReplicas: 2, containers: [{name: t, image: 't:1'}]}\n";
        Rendered own = render(PREDICTOR, transformer);
        Rendered others =
                render(
                        PREDICTOR,
                        transformer.replace(
                                "{minReplicas",
                                "{annotations: {serving.kserve.io/autoscalerClass: external}, minReplicas"));

        assertThat(replicas(own).asInt()).isEqualTo(2);
        assertThat(replicas(others).isMissingNode()).isTrue();
    }

    private static JsonNode replicas(Rendered rendered) {
        return rendered.object("Deployment", "m-transformer").at("/spec/replicas");
    }

    @Test
    void shouldTellATransformerWhereThePredictorIs() {
        Rendered rendered =
                render(
                        PREDICTOR,
                        """
                          transformer:
                            containerConcurrency: 3
                            minReplicas: 2
                            nodeSelector: {zone: a}
                            containers:
                            - {name: prompts, image: 't:1', ports: [{containerPort: 9000}]}
                            - {name: beside, image: 'b:1'}
                        """);

        assertThat(rendered.names())
                .containsExactly(
                        "Service/m-predictor",
                        "Service/m-transformer",
                        "Deployment/m-transformer",
                        "PodDisruptionBudget/m-transformer",
                        "Deployment/m-predictor");
        assertThat(args(rendered, "m-transformer"))
                .containsExactly(
                        "--model_name",
                        "m",
                        "--predictor_host",
                        "m-predictor.models",
                        "--http_port",
                        "8080",
                        "--workers",
                        "3");
        assertThat(rendered.container("m-transformer", "beside").has("args")).isFalse();
        assertThat(rendered.pod("m-transformer").path("nodeSelector"))
                .isEqualTo(Rendered.json("{zone: a}"));
        assertThat(
                        rendered.object("Service", "m-transformer")
                                .at("/spec/ports/0/targetPort")
                                .asInt())
                .isEqualTo(9000);
        assertThat(
                        rendered.object("Deployment", "m-transformer")
                                .at("/metadata/labels/component")
                                .asText())
                .isEqualTo("transformer");
    }

    @Test
    void shouldLeaveWhatTheUserSays() {
        Rendered rendered =
                render(
                        "  predictor: {name: blue, model: {modelFormat: {name: onnx}}}\n",
                        """
                          transformer:
                            containers: [{image: 't:1', args: ['--model_name=x', '--http_port', '80']}]
                        """);

        assertThat(args(rendered, "m-transformer"))
                .containsExactly(
                        "--model_name=x",
                        "--http_port",
                        "80",
                        "--predictor_host",
                        "m-blue-predictor.models");
    }

    @Test
    void shouldRunTheArtExplainer() {
        Rendered rendered =
                render(
                        PREDICTOR,
                        """
                          explainer:
                            art:
                              type: SquareAttack
                              storageUri: s3://b/e
                              config: {nb_classes: '10', a: b}
                              resources: {limits: {cpu: '1'}}
                        """);

        JsonNode explainer = rendered.container("m-explainer", "kserve-container");
        assertThat(explainer.path("image").asText()).isEqualTo("kserve/art-explainer:latest");
        assertThat(args(rendered, "m-explainer"))
                .containsExactly(
                        "--storage_uri",
                        "/mnt/models",
                        "--adversary_type",
                        "SquareAttack",
                        "--a",
                        "b",
                        "--nb_classes",
                        "10",
                        "--model_name",
                        "m",
                        "--predictor_host",
                        "m-predictor.models",
                        "--http_port",
                        "8080");
        assertThat(explainer.at("/resources/limits/cpu").asText()).isEqualTo("1");
        assertThat(explainer.has("type")).isFalse();
        assertThat(
                        rendered.initContainer("m-explainer", "storage-initializer")
                                .at("/args/1")
                                .asText())
                .isEqualTo("s3://b/e");
    }

    @Test
    void shouldRefuseAComponentWithoutAContainer() {
        assertThat(
                        Rendered.refused(
                                        ClusterLookup.NOTHING,
                                        Rendered.service(
                                                "m", "spec:\n" + PREDICTOR + "  explainer: {}\n"),
                                        Rendered.PLAIN)
                                .field())
                .isEqualTo("spec.explainer.containers");
    }

    private static Rendered render(String predictor, String component) {
        return Rendered.of(
                Rendered.service("m", "spec:\n" + predictor + component), Rendered.PLAIN);
    }

    private static List<String> args(Rendered rendered, String deployment) {
        return rendered.container(deployment, "kserve-container")
                .path("args")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }
}
