package io.gantry.kube.render.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.validate.Violation;
import io.gantry.kube.render.KnownCluster;
import org.junit.jupiter.api.Test;

/// What scales a workload.
class LlmScalersTest {
    private static final ObjectNode KEDA =
            Llm.serving(
                    """
                    scaling:
                      minReplicas: 1
                      maxReplicas: 4
                      keda:
                        pollingInterval: 5
                        idleReplicaCount: 0
                        triggers: [{type: prometheus, metadata: {query: 'a{ns="{{ .Namespace }}"}', threshold: '2'}}]
                    """);
    private static final ObjectNode WVA =
            Llm.serving(
                    "labels: {inference.optimization/acceleratorName: H100}\nscaling: {minReplicas: 0, maxReplicas: 4, wva: {variantCost: '3.5', hpa: {behavior: {scaleUp: {stabilizationWindowSeconds: 0}}}}}");

    @Test
    void shouldHandOverToKeda() {
        Llm rendered = Llm.render(KEDA);

        assertThat(rendered.object("ScaledObject/llama-kserve-keda").path("spec"))
                .isEqualTo(
                        Llm.yaml(
                                """
                                scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: llama-kserve}
                                minReplicaCount: 1
                                maxReplicaCount: 4
                                pollingInterval: 5
                                idleReplicaCount: 0
                                triggers: [{type: prometheus, metadata: {query: 'a{ns="models"}', threshold: '2'}}]
                                """));
        assertThat(rendered.object("Deployment/llama-kserve").path("spec").has("replicas"))
                .isFalse();
    }

    @Test
    void shouldScaleGroupsAndPrefillByTheirNames() {
        Llm rendered =
                Llm.render(
                        Llm.serving(
                                """
                                prefill:
                                  parallelism: {pipeline: 2}
                                  worker: {containers: [{name: main}]}
                                  scaling: {maxReplicas: 4, keda: {triggers: [{type: cron}]}}
                                """));

        assertThat(
                        rendered.object("ScaledObject/llama-kserve-prefill-keda")
                                .at("/spec/scaleTargetRef"))
                .isEqualTo(
                        Llm.yaml(
                                "{apiVersion: leaderworkerset.x-k8s.io/v1, kind: LeaderWorkerSet, name: llama-kserve-mn-prefill}"));
    }

    @Test
    void shouldRefuseKedaWhereThereIsNone() {
        Violation why = Llm.refused(new KnownCluster(), KEDA);

        assertThat(why.field()).isEqualTo("spec.scaling.keda");
    }

    @Test
    void shouldCarryOutWhatTheVariantAutoscalerDecides() {
        Llm rendered = Llm.render(WVA);

        ObjectNode autoscaler = rendered.object("HorizontalPodAutoscaler/llama-kserve-hpa");
        assertThat(autoscaler.at("/metadata/annotations"))
                .isEqualTo(
                        Llm.yaml(
                                "{llm-d.ai/managed: 'true', llm-d.ai/model-id: llama, llm-d.ai/variant-cost: '3.5'}"));
        assertThat(autoscaler.at("/metadata/labels").toString())
                .contains("\"inference.optimization/acceleratorName\":\"H100\"");
        assertThat(autoscaler.path("spec"))
                .isEqualTo(
                        Llm.yaml(
                                """
                                scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: llama-kserve}
                                minReplicas: 1
                                maxReplicas: 4
                                metrics:
                                - type: External
                                  external:
                                    metric: {name: wva_desired_replicas, selector: {matchLabels: {variant_name: llama-kserve-hpa}}}
                                    target: {type: Value, value: '1'}
                                behavior: {scaleUp: {stabilizationWindowSeconds: 0}}
                                """));
        assertThat(rendered.remarks()).anyMatch(each -> each.startsWith("spec.scaling.wva.hpa: "));
    }

    /// KServe takes the address of Prometheus from its own configuration.
    @Test
    void shouldScaleInThePlaceOfAnAutoscalerThatWouldAskPrometheus() {
        Llm rendered = Llm.render(Llm.serving("scaling: {maxReplicas: 4, wva: {keda: {}}}"));

        assertThat(rendered.names())
                .containsExactly("Service/llama-kserve-workload-svc", "Deployment/llama-kserve");
        assertThat(rendered.remarks()).anyMatch(each -> each.startsWith("spec.scaling.wva.keda: "));
    }
}
