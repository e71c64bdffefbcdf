package io.gantry.kube.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.select.RuntimeCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// KServe's golden resources, with either default class of autoscaler; HPAs exist with KServe's.
@RequiresConformance
class GeneratedResourcesVectorsTest {
    private static final String UID = "0b1c9a58-4d1e-4a53-a2a0-d6b2b2b9f1aa";

    private static final List<String> FIELDS =
            List.of(
                    "image",
                    "command",
                    "args",
                    "resources",
                    "readinessProbe",
                    "startupProbe",
                    "livenessProbe");

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (JsonNode golden :
                Conformance.json("kserve/vectors/generated-resources.json").get("cases")) {
            for (AutoscalerClass autoscaler : AutoscalerClass.values()) {
                cases.add(Arguments.of(golden.get("id").asText(), autoscaler, golden));
            }
        }
        return cases.stream();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cases")
    void shouldRenderWhatKServeGenerates(String id, AutoscalerClass autoscaler, JsonNode golden) {
        // When
        Rendered rendered = render(golden, autoscaler);

        // Then
        JsonNode expected = golden.get("expect");
        String name = expected.at("/deployment/name").asText();
        deployment(rendered.object("Deployment", name), expected.get("deployment"));
        container(rendered, name, expected.at("/deployment/container"));
        pod(rendered, name, expected.get("podMutation"));
        service(rendered.object("Service", name), expected.get("service"));
        boolean scaled = rendered.names().contains("HorizontalPodAutoscaler/" + name);
        assertThat(scaled).isEqualTo(autoscaler == AutoscalerClass.HPA);
        if (scaled) {
            hpa(rendered.object("HorizontalPodAutoscaler", name), expected.get("hpa"));
        }
    }

    private static Rendered render(JsonNode golden, AutoscalerClass autoscaler) {
        InferenceService service = KServeJson.read(golden.get("input"), InferenceService.class);
        InferenceService owned =
                KServeJson.edited(
                        service,
                        InferenceService.class,
                        tree -> tree.withObject("/metadata").put("uid", UID));
        RuntimeCatalog runtimes =
                RuntimeCatalog.of(
                        "default",
                        Conformance.shippedRuntimes().stream()
                                .filter(runtime -> !runtime.name().equals("kserve-openvino"))
                                .toList());
        return Rendered.of(
                new Renderer(
                                RenderSettings.DEFAULT.withAutoscalerClass(autoscaler),
                                ClusterLookup.NOTHING)
                        .all(owned, runtimes));
    }

    private static void deployment(JsonNode deployment, JsonNode expected) {
        assertThat(deployment.at("/metadata/namespace")).isEqualTo(expected.get("namespace"));
        assertThat(deployment.at("/spec/selector/matchLabels")).isEqualTo(expected.get("selector"));
        assertContains(deployment.at("/metadata/labels"), expected.get("podLabelsInclude"));
        assertContains(
                deployment.at("/spec/template/metadata/labels"), expected.get("podLabelsInclude"));
        assertContains(
                deployment.at("/spec/template/metadata/annotations"),
                expected.get("podAnnotationsInclude"));
        assertThat(deployment.path("spec").has("replicas")).isFalse();
        JsonNode strategy = expected.get("strategyDefault");
        assertThat(deployment.at("/spec/strategy/type")).isEqualTo(strategy.get("type"));
        for (String bound : List.of("maxSurge", "maxUnavailable")) {
            assertThat(deployment.at("/spec/strategy/rollingUpdate/" + bound))
                    .isEqualTo(strategy.get(bound));
        }
        for (String limit : List.of("progressDeadlineSeconds", "revisionHistoryLimit")) {
            assertThat(deployment.path("spec").path(limit)).isEqualTo(expected.get(limit));
        }
        JsonNode owner = deployment.at("/metadata/ownerReferences/0");
        assertThat(owner.path("uid").asText()).isEqualTo(UID);
        assertContains(owner, expected.get("ownerReference"));
    }

    private static void container(Rendered rendered, String name, JsonNode expected) {
        JsonNode container = rendered.container(name, expected.get("name").asText());
        for (String field : FIELDS) {
            if (expected.get(field).isNull()) {
                assertThat(container.has(field)).as(field).isFalse();
            } else {
                assertThat(container.path(field)).as(field).isEqualTo(expected.get(field));
            }
        }
        expected.get("envInclude")
                .properties()
                .forEach(variable ->
                        assertThat(
                                        Rendered.named(container.path("env"), variable.getKey())
                                                .path("value"))
                                .isEqualTo(variable.getValue()));
    }

    /// Gantry's loader is told to `pull`, and needs none of the Hugging Face client's settings.
    private static void pod(Rendered rendered, String name, JsonNode expected) {
        JsonNode init = expected.get("initContainer");
        JsonNode loader = rendered.initContainer(name, init.get("name").asText());
        List<String> args = new ArrayList<>(List.of("pull"));
        init.get("args").forEach(arg -> args.add(arg.asText()));
        assertThat(loader.path("args").valueStream().map(JsonNode::asText)).isEqualTo(args);
        assertContains(loader, init, "terminationMessagePolicy", "resources");
        JsonNode volume = expected.get("volume");
        String volumeName = volume.get("name").asText();
        assertThat(Rendered.named(rendered.pod(name).path("volumes"), volumeName).path("emptyDir"))
                .isEqualTo(volume.get("emptyDir"));
        JsonNode mount =
                Rendered.named(
                        rendered.container(name, "kserve-container").path("volumeMounts"),
                        volumeName);
        assertThat(mount.path("mountPath")).isEqualTo(volume.get("mountPath"));
        assertThat(mount.path("readOnly")).isEqualTo(volume.get("readOnlyInServer"));
        JsonNode writable = Rendered.named(loader.path("volumeMounts"), volumeName);
        assertThat(writable.path("readOnly").asBoolean()).isFalse();
    }

    private static void service(JsonNode service, JsonNode expected) {
        assertThat(service.at("/spec/selector")).isEqualTo(expected.get("selector"));
        assertThat(service.at("/spec/ports")).hasSameSizeAs(expected.get("ports"));
        assertContains(service.at("/spec/ports/0"), expected.at("/ports/0"));
    }

    private static void hpa(JsonNode hpa, JsonNode expected) {
        assertThat(hpa.path("apiVersion").asText()).isEqualTo("autoscaling/v2");
        assertContains(hpa.path("spec"), expected, "scaleTargetRef", "minReplicas", "maxReplicas");
        JsonNode metric = expected.at("/metrics/0");
        assertThat(hpa.at("/spec/metrics")).hasSize(1);
        assertThat(hpa.at("/spec/metrics/0/type")).isEqualTo(metric.get("type"));
        assertThat(hpa.at("/spec/metrics/0/resource/name")).isEqualTo(metric.get("name"));
        assertThat(hpa.at("/spec/metrics/0/resource/target/averageUtilization"))
                .isEqualTo(metric.get("averageUtilization"));
    }

    private static void assertContains(JsonNode found, JsonNode expected, String... fields) {
        List<String> wanted = new ArrayList<>(List.of(fields));
        if (wanted.isEmpty()) {
            expected.fieldNames().forEachRemaining(wanted::add);
        }
        for (String field : wanted) {
            assertThat(found.path(field)).as(field).isEqualTo(expected.get(field));
        }
    }
}
