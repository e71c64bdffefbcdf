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
                    "scaling: {maxReplicas: 4, wva: {variantCost: '3.5', hpa: {behavior: {scaleUp: {stabilizationWindowSeconds: 0}}}}}");

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
    void shouldScaleInThePlaceOfAVariantAutoscalerThatNobodyKnowsOf() {
        Llm rendered = Llm.render(WVA);

        assertThat(rendered.names())
                .containsExactly("Service/llama-kserve-workload-svc", "Deployment/llama-kserve");
        assertThat(rendered.remarks()).anyMatch(each -> each.startsWith("spec.scaling.wva: "));
    }

    @Test
    void shouldCarryOutWhatTheVariantAutoscalerDecides() {
        Llm rendered = Llm.render(new KnownCluster().kind("llmd.ai"), WVA);

        assertThat(rendered.object("VariantAutoscaling/llama-kserve-va").path("spec"))
                .isEqualTo(
                        Llm.yaml(
                                "{scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: llama-kserve}, modelID: llama, variantCost: '3.5'}"));
        assertThat(rendered.object("HorizontalPodAutoscaler/llama-kserve-hpa").path("spec"))
                .isEqualTo(
                        Llm.yaml(
                                """
                                scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: llama-kserve}
                                minReplicas: 1
                                maxReplicas: 4
                                metrics:
                                - type: External
                                  external:
                                    metric: {name: wva_desired_replicas, selector: {matchLabels: {variant_name: llama-kserve-va, exported_namespace: models}}}
                                    target: {type: AverageValue, averageValue: '1'}
                                behavior: {scaleUp: {stabilizationWindowSeconds: 0}}
                                """));
        assertThat(rendered.remarks()).isEmpty();
    }

    @Test
    void shouldRefuseToGuessPrometheus() {
        ObjectNode service = Llm.serving("scaling: {maxReplicas: 4, wva: {keda: {}}}");

        assertThat(Llm.refused(new KnownCluster().kind("llmd.ai"), service).field())
                .isEqualTo("spec.scaling.wva.keda");
    }
}
