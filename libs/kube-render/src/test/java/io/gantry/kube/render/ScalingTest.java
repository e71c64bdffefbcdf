package io.gantry.kube.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.InferenceService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What scales a component.
class ScalingTest {
    private static final String HPA = "HorizontalPodAutoscaler";
    private static final String KEDA = "ScaledObject";

    @ParameterizedTest
    @CsvSource({
        // What the annotation says, what the component says, what there is.
        "'', '', ''",
        "'', 'scaleMetric: concurrency, scaleTarget: 5', ''",
        "'', 'scaleMetric: cpu', HorizontalPodAutoscaler",
        "'', 'scaleMetric: memory, scaleTarget: 70', HorizontalPodAutoscaler",
        "'', 'autoScaling: {metrics: [{type: Resource, resource: {name: cpu}}]}', HorizontalPodAutoscaler",
        "'', 'autoScaling: {metrics: [{type: External, external: {metric: {query: q}}}]}', ''",
        "hpa, '', HorizontalPodAutoscaler",
        "keda, '', ScaledObject",
        "external, 'scaleMetric: cpu', ''",
        "none, 'scaleMetric: cpu', ''"
    })
    void shouldScaleByWhatIsAskedFor(String annotation, String component, String expected) {
        Rendered rendered = Rendered.of(service(annotation, component), Rendered.PLAIN);

        assertThat(rendered.names().contains(HPA + "/m-predictor")).isEqualTo(expected.equals(HPA));
        assertThat(rendered.names().contains(KEDA + "/m-predictor"))
                .isEqualTo(expected.equals(KEDA));
    }

    @ParameterizedTest
    @CsvSource({"'', false", "hpa, false", "keda, false", "external, false", "none, true"})
    void shouldLeaveTheNumberOfReplicasToWhatScales(String annotation, boolean fixed) {
        Rendered rendered = Rendered.of(service(annotation, "minReplicas: 3"), Rendered.PLAIN);

        assertThat(rendered.object("Deployment", "m-predictor").at("/spec/replicas").asInt())
                .isEqualTo(fixed ? 3 : 0);
    }

    @Test
    void shouldNotPutToSleepWhatIsWokenBySomebody() {
        Rendered rendered = Rendered.of(service("none", "minReplicas: 0"), Rendered.PLAIN);

        assertThat(rendered.object("Deployment", "m-predictor").path("spec").has("replicas"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1, 1",
        "'minReplicas: 0', 1, 1",
        "'minReplicas: 2, maxReplicas: 5', 2, 5",
        "'minReplicas: 3, maxReplicas: 0', 3, 3"
    })
    void shouldKeepAnHpaWithinItsBounds(String component, int min, int max) {
        ObjectNode hpa =
                Rendered.of(service("hpa", component), Rendered.PLAIN).object(HPA, "m-predictor");

        assertThat(hpa.at("/spec/minReplicas").asInt()).isEqualTo(min);
        assertThat(hpa.at("/spec/maxReplicas").asInt()).isEqualTo(max);
    }

    @Test
    void shouldTellAnHpaItsMetricsAndItsBehavior() {
        ObjectNode hpa =
                Rendered.of(
                                service(
                                        "",
                                        """
                                        autoScaling: {
                                          metrics: [
                                            {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}},
                                            {type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 2Gi}}}],
                                          behavior: {scaleDown: {stabilizationWindowSeconds: 30, policies: [{type: Pods, value: 1, periodSeconds: 60}]}}}
                                        """),
                                Rendered.PLAIN)
                        .object(HPA, "m-predictor");

        assertThat(hpa.at("/spec/metrics/0/resource/target/averageUtilization").asInt())
                .isEqualTo(60);
        assertThat(hpa.at("/spec/metrics/1/resource/target"))
                .isEqualTo(Rendered.json("{averageValue: 2Gi, type: AverageValue}"));
        assertThat(hpa.at("/spec/behavior/scaleDown/stabilizationWindowSeconds").asInt())
                .isEqualTo(30);
        assertThat(hpa.at("/spec/behavior/scaleDown/policies/0/periodSeconds").asInt())
                .isEqualTo(60);
    }

    @ParameterizedTest
    @CsvSource({
        "'scaleMetric: cpu, scaleTarget: 55', cpu, 55",
        "'scaleMetric: memory, scaleTarget: 70', memory, 70",
        "'scaleMetric: memory', cpu, 80",
        "'scaleMetric: concurrency, scaleTarget: 5', cpu, 80"
    })
    void shouldTellAnHpaItsOneMetric(String component, String metric, int percent) {
        ObjectNode hpa =
                Rendered.of(service("hpa", component), Rendered.PLAIN).object(HPA, "m-predictor");

        assertThat(hpa.at("/spec/metrics/0/resource/name").asText()).isEqualTo(metric);
        assertThat(hpa.at("/spec/metrics/0/resource/target/averageUtilization").asInt())
                .isEqualTo(percent);
    }

    /// As Knative's services ask for it.
    @ParameterizedTest
    @CsvSource({
        "metric: cpu, '', cpu, 80",
        "metric: memory, 70, memory, 70",
        "class: hpa.autoscaling.knative.dev, '', cpu, 80",
        "class: hpa.autoscaling.knative.dev, 5, cpu, 80"
    })
    void shouldMakeAnHpaForKnativesAnnotations(
            String one, String target, String metric, int percent) {
        ObjectNode hpa =
                Rendered.of(knative(one, target, ""), Rendered.PLAIN).object(HPA, "m-predictor");

        assertThat(hpa.at("/spec/metrics/0/resource/name").asText()).isEqualTo(metric);
        assertThat(hpa.at("/spec/metrics/0/resource/target/averageUtilization").asInt())
                .isEqualTo(percent);
    }

    @Test
    void shouldGoByKServesWordsBeforeKnatives() {
        assertThat(
                        Rendered.of(
                                        knative("metric: cpu", "", "scaleMetric: concurrency"),
                                        Rendered.PLAIN)
                                .names())
                .doesNotContain(HPA + "/m-predictor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.7", "some"})
    void shouldRefuseATargetThatIsNoPercentage(String target) {
        assertThat(
                        Rendered.refused(
                                        new KnownCluster(),
                                        knative("metric: cpu", target, ""),
                                        Rendered.PLAIN)
                                .field())
                .isEqualTo("metadata.annotations[\"autoscaling.knative.dev/target\"]");
    }

    @Test
    void shouldTurnMetricsIntoTriggersOfKeda() {
        ObjectNode scaled =
                Rendered.of(
                                service(
                                        "keda",
                                        """
                                        minReplicas: 0, maxReplicas: 4, autoScaling: {
                                          metrics: [
                                            {type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 2Gi}}},
                                            {type: External, external: {metric: {backend: prometheus, serverAddress: 'http://p', query: 'sum(x)', namespace: n}, authenticationRef: {authModes: basic, authenticationRef: {name: a}}, target: {type: Value, value: '2.5'}}},
                                            {type: PodMetric, podmetric: {metric: {backend: opentelemetry, query: 'vllm:num_requests_running', metricNames: [x], operationOverTime: avg}, target: {type: Value, value: '4'}}}],
                                          behavior: {scaleUp: {stabilizationWindowSeconds: 5}}}
                                        """),
                                Rendered.PLAIN)
                        .object(KEDA, "m-predictor");

        assertThat(scaled.path("apiVersion").asText()).isEqualTo("keda.sh/v1alpha1");
        assertThat(scaled.path("spec"))
                .isEqualTo(
                        Rendered.json(
                                """
                                scaleTargetRef: {name: m-predictor}
                                minReplicaCount: 0
                                maxReplicaCount: 4
                                advanced: {horizontalPodAutoscalerConfig: {behavior: {scaleUp: {stabilizationWindowSeconds: 5}}}}
                                triggers:
                                - {type: memory, metricType: AverageValue, metadata: {value: 2Gi}}
                                - type: prometheus
                                  metadata: {serverAddress: 'http://p', query: sum(x), threshold: '2.500000', namespace: n, authModes: basic}
                                  authenticationRef: {name: a}
                                - type: external
                                  metadata:
                                    metricQuery: 'sum(vllm:num_requests_running{namespace="models", deployment="m-predictor"})'
                                    targetValue: '4.000000'
                                    scalerAddress: 'keda-otel-scaler.keda.svc:4318'
                                    operationOverTime: avg
                                """));
    }

    @Test
    void shouldRefuseKedaWhereTheClusterHasNone() {
        assertThat(
                        Rendered.refused(new KnownCluster(), service("keda", ""), Rendered.PLAIN)
                                .field())
                .isEqualTo("metadata.annotations[\"serving.kserve.io/autoscalerClass\"]");
    }

    /// An HPA would leave the others out, and two cannot scale the same.
    @Test
    void shouldRefuseMetricsOfTwoWhoScale() {
        String both =
                "autoScaling: {metrics: [{type: Resource, resource: {name: cpu}}, {type: PodMetric, podmetric: {metric: {query: x}}}]}";

        assertThat(Rendered.refused(new KnownCluster(), service("", both), Rendered.PLAIN).field())
                .isEqualTo("spec.predictor.autoScaling.metrics");
        assertThat(Rendered.of(service("keda", both), Rendered.PLAIN).names())
                .contains(KEDA + "/m-predictor");
    }

    @ParameterizedTest
    @CsvSource({"'', false", "'minReplicas: 1', false", "'minReplicas: 2', true"})
    void shouldKeepSeveralReplicasFromBeingDrainedAtOnce(String component, boolean kept) {
        Rendered rendered = Rendered.of(service("", component), Rendered.PLAIN);

        assertThat(rendered.names().contains("PodDisruptionBudget/m-predictor")).isEqualTo(kept);
        if (kept) {
            assertThat(rendered.object("PodDisruptionBudget", "m-predictor").path("spec"))
                    .isEqualTo(
                            Rendered.json(
                                    "{maxUnavailable: 1, selector: {matchLabels: {app: isvc.m-predictor}}}"));
        }
    }

    private static InferenceService knative(String one, String target, String component) {
        String prefix = "autoscaling.knative.dev/";
        return Rendered.service(
                "m",
                "metadata: {annotations: {%s%s%s}}\nspec: {predictor: {model: {modelFormat: {name: onnx}}, %s}}"
                        .formatted(
                                prefix,
                                one,
                                target.isEmpty()
                                        ? ""
                                        : ", %starget: '%s'".formatted(prefix, target),
                                component));
    }

    private static InferenceService service(String autoscaler, String component) {
        String annotations =
                autoscaler.isEmpty()
                        ? ""
                        : "metadata: {annotations: {serving.kserve.io/autoscalerClass: %s}}\n"
                                .formatted(autoscaler);
        return Rendered.service(
                "m",
                "%sspec: {predictor: {model: {modelFormat: {name: onnx}}, %s}}"
                        .formatted(annotations, component));
    }
}
