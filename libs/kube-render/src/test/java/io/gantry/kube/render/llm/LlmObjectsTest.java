package io.gantry.kube.render.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.validate.Violation;
import io.gantry.kube.render.KnownCluster;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a service consists of, by which names and labels.
class LlmObjectsTest {
    private static final String DEPLOYMENT = "Deployment/llama-kserve";
    private static final String SERVICE = "Service/llama-kserve-workload-svc";

    @Test
    void shouldMakeADeploymentAndAService() {
        Llm rendered = Llm.render(Llm.serving("replicas: 3"));

        assertThat(rendered.names())
                .containsExactly(SERVICE, DEPLOYMENT, "PodDisruptionBudget/llama-kserve");
        ObjectNode deployment = rendered.object(DEPLOYMENT);
        assertThat(deployment.at("/metadata/labels"))
                .isEqualTo(
                        Llm.yaml(
                                """
                                app.kubernetes.io/component: llminferenceservice-workload
                                app.kubernetes.io/managed-by: gantry
                                app.kubernetes.io/name: llama
                                app.kubernetes.io/part-of: llminferenceservice
                                component: predictor
                                gantry.io/revision: llama-00001
                                kserve.io/component: workload
                                llm-d.ai/role: both
                                serving.kserve.io/inferenceservice: llama
                                """));
        assertThat(deployment.at("/spec/selector/matchLabels"))
                .isEqualTo(Llm.yaml("app: llama-kserve"));
        assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(3);
        assertThat(rendered.object(SERVICE).path("spec"))
                .isEqualTo(
                        Llm.yaml(
                                """
                                ports: [{appProtocol: http, name: http, port: 8000, protocol: TCP, targetPort: 8000}]
                                selector: {app: llama-kserve}
                                """));
    }

    @Test
    void shouldSelectThePodsThatItMakes() {
        Llm rendered = Llm.render(Llm.serving("prefill: {labels: {app: x}}\nlabels: {app: y}"));

        for (String name : List.of("llama-kserve", "llama-kserve-prefill")) {
            JsonNode spec = rendered.object("Deployment/" + name).path("spec");
            assertThat(spec.at("/selector/matchLabels/app"))
                    .isEqualTo(spec.at("/template/metadata/labels/app"));
        }
        JsonNode selector = rendered.object(SERVICE).at("/spec/selector");
        JsonNode labels = rendered.object(DEPLOYMENT).at("/spec/template/metadata/labels");
        selector.properties()
                .forEach(each -> assertThat(labels.get(each.getKey())).isEqualTo(each.getValue()));
    }

    @Test
    void shouldFindItsPodsWhateverAManifestCallsThem() {
        Llm rendered =
                Llm.render(
                        Llm.serving(
                                "labels: {component: mine, serving.kserve.io/inferenceservice: other, gantry.io/revision: x, team: a}"));

        JsonNode labels = rendered.object(DEPLOYMENT).at("/spec/template/metadata/labels");
        assertThat(labels.path("component").asText()).isEqualTo("predictor");
        assertThat(labels.path("serving.kserve.io/inferenceservice").asText()).isEqualTo("llama");
        assertThat(labels.path("gantry.io/revision").asText()).isEqualTo("llama-00001");
        assertThat(labels.path("team").asText()).isEqualTo("a");
    }

    @Test
    void shouldGiveEachRoleItsDeployment() {
        Llm rendered = Llm.render(Llm.serving("replicas: 1\nprefill: {replicas: 2}"));

        ObjectNode prefill = rendered.object("Deployment/llama-kserve-prefill");
        assertThat(prefill.at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(prefill.at("/metadata/labels"))
                .contains(Llm.yaml("prefill"), Llm.yaml("llminferenceservice-workload-prefill"));
        assertThat(role(rendered.object(DEPLOYMENT))).isEqualTo("decode");
        assertThat(rendered.object(SERVICE).at("/spec/selector"))
                .isEqualTo(Llm.yaml("app: llama-kserve"));
        assertThat(rendered.remarks()).anyMatch(each -> each.startsWith("spec.prefill: "));
    }

    private static String role(ObjectNode object) {
        return object.at("/spec/template/metadata/labels").path("llm-d.ai/role").asText();
    }

    /// KServe's preset has pods that decode listen elsewhere, behind llm-d's sidecar.
    @Test
    void shouldReachTheServerWithoutTheSidecar() {
        ObjectNode preset =
                Llm.config(
                        "kserve-config-llm-decode-template",
                        """
                        template:
                          containers: [{name: main, image: i, ports: [{containerPort: 8001}]}]
                          initContainers: [{name: llm-d-routing-sidecar, image: s, restartPolicy: Always}]
                        """);

        Llm rendered = Llm.render(Llm.serving("prefill: {}"), preset);

        assertThat(rendered.object(SERVICE).at("/spec/ports/0/targetPort").asInt()).isEqualTo(8001);
        assertThat(rendered.object(SERVICE).at("/spec/ports/0/port").asInt()).isEqualTo(8000);
        assertThat(rendered.pod().path("initContainers").toString()).doesNotContain("sidecar");
        assertThat(rendered.remarks())
                .anyMatch(each ->
                        each.startsWith("spec.template.initContainers: llm-d-routing-sidecar"));
    }

    @Test
    void shouldPassOnWhatKServePassesOn() {
        ObjectNode service =
                Llm.serving(
                        "labels: {team: a}\nannotations: {note: b, serving.kserve.io/model-based-routing-enabled: 'true'}");
        service.withObject("/metadata")
                .set(
                        "annotations",
                        Llm.yaml(
                                "{prometheus.io/scrape: 'true', k8s.v1.cni.cncf.io/networks: n, mine: c}"));
        service.withObject("/metadata")
                .set("labels", Llm.yaml("{kueue.x-k8s.io/queue-name: q, mine: c}"));

        ObjectNode deployment = Llm.render(service).object(DEPLOYMENT);
        JsonNode pods = deployment.at("/spec/template/metadata");

        assertThat(pods.path("annotations"))
                .isEqualTo(
                        Llm.yaml(
                                "{k8s.v1.cni.cncf.io/networks: n, note: b, prometheus.io/scrape: 'true'}"));
        assertThat(pods.path("labels").path("team").asText()).isEqualTo("a");
        assertThat(pods.path("labels").path("kueue.x-k8s.io/queue-name").asText()).isEqualTo("q");
        assertThat(pods.path("labels").has("mine")).isFalse();
        assertThat(deployment.at("/metadata/annotations"))
                .isEqualTo(
                        Llm.yaml("{k8s.v1.cni.cncf.io/networks: n, prometheus.io/scrape: 'true'}"));
    }

    @Test
    void shouldBelongToTheService() {
        ObjectNode service = Llm.serving("replicas: 1");
        service.withObject("/metadata").put("uid", "u-1");

        assertThat(Llm.render(service).objects())
                .allSatisfy(object ->
                        assertThat(object.at("/metadata/ownerReferences/0"))
                                .isEqualTo(
                                        Llm.yaml(
                                                "{apiVersion: serving.kserve.io/v1alpha2, blockOwnerDeletion: true, controller: true, kind: LLMInferenceService, name: llama, uid: u-1}")));
    }

    @Test
    void shouldLeaveNothingOfAServiceThatIsStopped() {
        ObjectNode service = Llm.serving("replicas: 1");
        service.withObject("/metadata/annotations").put("serving.kserve.io/stop", "true");

        assertThat(Llm.render(service).objects()).isEmpty();
    }

    @Test
    void shouldRollAsTheServiceSays() {
        Llm rendered =
                Llm.render(Llm.serving("rolloutStrategy: {maxUnavailable: 100%, maxSurge: 0}"));

        assertThat(rendered.object(DEPLOYMENT).at("/spec/strategy"))
                .isEqualTo(
                        Llm.yaml(
                                "{rollingUpdate: {maxSurge: 0, maxUnavailable: 100%}, type: RollingUpdate}"));
        assertThat(
                        Llm.render(Llm.serving("replicas: 1"))
                                .object(DEPLOYMENT)
                                .path("spec")
                                .has("strategy"))
                .isFalse();
    }

    /// A number in the Deployment would undo what scales it, Gantry included.
    @Test
    void shouldNotCountReplicasThatAreScaled() {
        assertThat(
                        Llm.render(Llm.serving("labels: {}"))
                                .object(DEPLOYMENT)
                                .path("spec")
                                .has("replicas"))
                .isFalse();
    }

    @Test
    void shouldKeepNamesWithinKubernetesLimits() {
        String name = "l".repeat(60);
        ObjectNode service =
                Llm.service(
                        name,
                        "spec: {model: {uri: 'hf://o/m'}, parallelism: {pipeline: 2}, worker: {containers: [{name: main}]}, prefill: {}}");

        List<String> names =
                Llm.render(service).objects().stream()
                        .map(object -> object.at("/metadata/name").asText())
                        .toList();

        assertThat(names).doesNotHaveDuplicates().allMatch(each -> each.length() <= 63);
        assertThat(names).anyMatch(each -> each.length() == 45);
    }

    @Test
    void shouldProbeTheServerAsItSpeaks() {
        String probe =
                "livenessProbe: {httpGet: {path: /health, port: 8000, scheme: HTTPS}, initialDelaySeconds: 120}";
        Llm plain =
                Llm.render(
                        Llm.serving("template: {containers: [{name: main, %s}]}".formatted(probe)));
        Llm encrypted =
                Llm.render(
                        Llm.serving(
                                "template: {containers: [{name: main, args: ['--ssl-certfile=/c'], %s}]}"
                                        .formatted(probe)));

        assertThat(plain.main().at("/livenessProbe/httpGet/scheme").asText()).isEqualTo("HTTP");
        assertThat(plain.main().at("/livenessProbe/initialDelaySeconds").asInt()).isEqualTo(120);
        assertThat(plain.remarks())
                .anyMatch(each ->
                        each.startsWith(
                                "spec.template.containers[main].livenessProbe.httpGet.scheme: "));
        assertThat(encrypted.main().at("/livenessProbe/httpGet/scheme").asText())
                .isEqualTo("HTTPS");
        assertThat(encrypted.remarks()).isEmpty();
    }

    @Test
    void shouldNotWaitForCertificatesThatNobodyMakes() {
        Llm rendered =
                Llm.render(
                        Llm.serving(
                                "template: {volumes: [{name: t, secret: {secretName: '{{ ChildName .Name `-kserve-self-signed-certs` }}'}}]}"));

        assertThat(Llm.named(rendered.pod().path("volumes"), "t").at("/secret"))
                .isEqualTo(
                        Llm.yaml("{optional: true, secretName: llama-kserve-self-signed-certs}"));
    }

    @Test
    void shouldReportSpansAsTheServiceSays() {
        Llm rendered =
                Llm.render(
                        Llm.serving(
                                "tracing: {samplerArg: '1'}\nprefill: {}\ntemplate: {containers: [{name: main, env: [{name: OTEL_SERVICE_NAME, value: mine}]}]}"));
        JsonNode prefill =
                Llm.main(
                        rendered.object("Deployment/llama-kserve-prefill")
                                .at("/spec/template/spec"));

        assertThat(rendered.main().path("args"))
                .isEqualTo(
                        Llm.yaml(
                                "['--otlp-traces-endpoint', 'http://otel-collector:4317', '--collect-detailed-traces', all]"));
        assertThat(rendered.main().path("env"))
                .contains(
                        Llm.yaml("{name: OTEL_SERVICE_NAME, value: mine}"),
                        Llm.yaml("{name: OTEL_TRACES_SAMPLER_ARG, value: '1'}"),
                        Llm.yaml("{name: OTEL_TRACES_SAMPLER, value: parentbased_traceidratio}"));
        assertThat(prefill.path("env"))
                .contains(Llm.yaml("{name: OTEL_SERVICE_NAME, value: inference-server-prefill}"));
    }

    @Test
    void shouldClaimDevices() {
        ObjectNode service =
                Llm.serving("template: {containers: [{name: sidecar, image: s}, {name: main}]}");
        service.withObject("/metadata")
                .set(
                        "annotations",
                        Llm.yaml(
                                """
                                serving.kserve.io/exp-dra-device-class: gpu.nvidia.com
                                serving.kserve.io/exp-dra-device-count: "2"
                                serving.kserve.io/exp-dra-container-name: main
                                serving.kserve.io/exp-dra-cel-selector: "a > 1\\n\\n b"
                                """));

        Llm rendered = Llm.render(service);

        assertThat(rendered.object("ResourceClaimTemplate/llama-managed-dra").path("spec"))
                .isEqualTo(
                        Llm.yaml(
                                "{spec: {devices: {requests: [{name: device, exactly: {deviceClassName: gpu.nvidia.com, count: 2, selectors: [{cel: {expression: a > 1}}, {cel: {expression: b}}]}}]}}}"));
        assertThat(rendered.pod().path("resourceClaims"))
                .isEqualTo(
                        Llm.yaml(
                                "[{name: managed-device, resourceClaimTemplateName: llama-managed-dra}]"));
        assertThat(rendered.main().at("/resources/claims"))
                .isEqualTo(Llm.yaml("[{name: managed-device}]"));
        assertThat(Llm.named(rendered.pod().path("containers"), "sidecar").has("resources"))
                .isFalse();
    }

    @Test
    void shouldRefuseAClaimForAContainerThatIsNotThere() {
        ObjectNode service = Llm.serving("replicas: 1");
        service.withObject("/metadata")
                .set(
                        "annotations",
                        Llm.yaml(
                                "{serving.kserve.io/exp-dra-device-class: c, serving.kserve.io/exp-dra-container-name: x}"));

        assertThat(Llm.refused(service).field()).contains("exp-dra-container-name");
    }

    @Test
    void shouldRefuseAPodOfAnotherShape() {
        Violation shape =
                Llm.refused(
                        Llm.serving(
                                "template: {containers: [{name: main, ports: [{containerPort: x}]}]}"));

        assertThat(shape.field()).startsWith("spec.template.containers");
    }

    @Test
    void shouldRefuseAPodThatNothingDescribes() {
        ObjectNode empty = Llm.config("kserve-config-llm-template", "replicas: 1");
        ObjectNode other = Llm.serving("template: {containers: [{name: server, image: i}]}");

        assertThat(Llm.refused(Llm.serving("replicas: 1"), empty).field())
                .isEqualTo("spec.template");
        assertThat(Llm.refused(other, empty).field()).isEqualTo("spec.template.containers");
    }

    @Test
    void shouldPlaceAndEndPodsAsThoseOfOthers() {
        Llm rendered = Llm.render(new KnownCluster(), Llm.serving("replicas: 2"));

        assertThat(rendered.pod().at("/topologySpreadConstraints/0/labelSelector/matchLabels"))
                .isEqualTo(Llm.yaml("app: llama-kserve"));
        assertThat(rendered.main().at("/lifecycle/preStop/sleep/seconds").asInt()).isEqualTo(10);
    }
}
