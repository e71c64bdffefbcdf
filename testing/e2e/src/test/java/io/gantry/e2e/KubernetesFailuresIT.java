package io.gantry.e2e;

import static io.gantry.e2e.ClusterModel.awaiting;

import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is told of a model that the control plane does not let start: in its status, and as a
/// Kubernetes event. `KubeletIT` has what a kubelet finds wrong.
class KubernetesFailuresIT {

    private static final String FAIL = "testcluster.gantry.io/fail";

    /// Of a replica.
    private static final String ONE = ", \"minReplicas\": 1";

    @TempDir static Path scratch;

    private static SuiteOnKubernetes kubernetes;
    private static KubernetesClient cluster;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        kubernetes = SuiteOnKubernetes.start(scratch, 3, Map.of());
        cluster = kubernetes.cluster();
    }

    @AfterAll
    static void stop() throws IOException {
        if (kubernetes != null) {
            kubernetes.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "image-pull, ImagePullFailed, example.com/server:1",
        "oom, OutOfMemory, its limit of 2Gi",
        "crash-loop, ModelLoadFailed, exit code",
    })
    void shouldSayWhyAPodDoesNotGetReady(String failure, String reason, String words) {
        ClusterModel model = kubernetes.model("failing-" + failure);

        model.apply("1", Map.of(FAIL, failure), ONE);

        model.awaitFailure(model.name() + "-predictor", reason, words);
        model.delete();
    }

    @Test
    void shouldPassOnWhatTheLoaderSaysInAPod() {
        ClusterModel model = kubernetes.model("failing-storage");

        model.apply(
                "1",
                Map.of(
                        FAIL,
                        "init-failed",
                        "testcluster.gantry.io/exit-code",
                        "4",
                        "testcluster.gantry.io/message",
                        "StorageAccessDenied: hf://meta/llama is gated\\nAccept its licence."),
                ONE);

        model.awaitFailure(
                "failing-storage-predictor", "StorageAccessDenied", "hf://meta/llama is gated");
        model.delete();
    }

    @Test
    void shouldSayThatNoNodeHasEnoughGpus() {
        ClusterModel model = kubernetes.model("failing-gpus");

        // Each node of the test cluster has 8.
        model.applyOnGpus(9, "1", Map.of(), ONE);

        model.awaitFailure(
                "failing-gpus-predictor",
                "Unschedulable",
                "which asks for 9 nvidia.com/gpu",
                "Insufficient nvidia.com/gpu",
                "It needs 9 nvidia.com/gpu on one node; the most free on one is ");
        model.delete();
    }

    @Test
    void shouldSayThatNoNodeMayRunIt() {
        ClusterModel model = kubernetes.model("failing-selector");

        model.apply("1", Map.of(), ONE + ", \"nodeSelector\": {\"no\": \"such-node\"}");

        model.awaitFailure(
                "failing-selector-predictor", "Unschedulable", "which asks for 1 nvidia.com/gpu");
        model.delete();
    }

    @Test
    void shouldSayThatAQuotaIsUsedUp() {
        createNamespace("no-room", Map.of());
        cluster.resourceQuotas()
                .inNamespace("no-room")
                .resource(
                        new ResourceQuotaBuilder()
                                .withNewMetadata()
                                .withName("none")
                                .endMetadata()
                                .withNewSpec()
                                .withHard(Map.of("pods", Quantity.parse("0")))
                                .endSpec()
                                .build())
                .create();
        ClusterModel model = model("no-room", "failing-quota");

        model.apply("1", Map.of(), ONE);

        model.awaitFailure(
                "failing-quota-predictor",
                "QuotaExceeded",
                "Pods are not created",
                "exceeded quota: none, requested: pods=1, used: pods=0, limited: pods=0",
                "Raise the namespace's ResourceQuota");
        model.delete();
    }

    @Test
    void shouldSayThatAContainerMayNotHaveSoMuch() {
        createNamespace("small", Map.of());
        cluster.limitRanges()
                .inNamespace("small")
                .resource(
                        new LimitRangeBuilder()
                                .withNewMetadata()
                                .withName("small")
                                .endMetadata()
                                .withNewSpec()
                                .addNewLimit()
                                .withType("Container")
                                .addToMax("memory", Quantity.parse("256Mi"))
                                .endLimit()
                                .endSpec()
                                .build())
                .create();
        ClusterModel model = model("small", "failing-limits");

        model.apply("1", Map.of(), ONE);

        model.awaitFailure(
                "failing-limits-predictor",
                "QuotaExceeded",
                "Pods are not created",
                "maximum memory usage per Container is 256Mi, but limit is 2Gi",
                "within the namespace's LimitRange");
        model.delete();
    }

    @Test
    void shouldSayThatPodsAreNotAsLockedUpAsTheirNamespaceWants() {
        createNamespace("locked", Map.of("pod-security.kubernetes.io/enforce", "restricted"));
        ClusterModel model = model("locked", "failing-restricted");

        model.apply("1", Map.of(), ONE);

        model.awaitFailure(
                "failing-restricted-predictor",
                "AdmissionDenied",
                "Pods are not created",
                "violates PodSecurity",
                "allowPrivilegeEscalation != false",
                "Change what the policy objects to");
        model.delete();
    }

    /// A policy answers with 422, as the API server does to an object that is none. No object is
    /// there by which people would ask, so that the event is of the service.
    @Test
    void shouldSayThatAPolicyDoesNotTakeTheDeployment() throws Exception {
        createNamespace("strict", Map.of());
        kubernetes.apply(
                scratch.resolve("policy.yaml"),
                """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: own-images}
                spec:
                  matchConstraints:
                    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: strict}}
                    resourceRules:
                      - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
                  validations:
                    - expression: "object.spec.template.spec.containers.all(c, c.image.startsWith('own/'))"
                      message: images are those of own/
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: own-images}
                spec: {policyName: own-images, validationActions: [Deny]}
                """);
        awaiting("the policy acts").until(() -> !takes("strict", "probe"));
        ClusterModel model = model("strict", "failing-policy");

        model.apply("1", Map.of(), ONE);

        model.awaitFailure(
                "failing-policy",
                "AdmissionDenied",
                "The cluster refuses Deployment failing-policy-predictor",
                "ValidatingAdmissionPolicy 'own-images'",
                "images are those of own/",
                "Change what the policy objects to");
        model.delete();
    }

    @Test
    void shouldSayThatANodeIsLost() {
        ClusterModel model = kubernetes.model("on-a-lost-node");
        model.apply("1", Map.of(), ONE);
        model.awaitReady();
        String node = model.pods().getFirst().getSpec().getNodeName();

        label(node, "stopped");
        try {
            model.awaitFailure(
                    "on-a-lost-node-predictor",
                    "NodeLost",
                    "The node %s of pod on-a-lost-node-predictor-".formatted(node),
                    "does not answer any more");
        } finally {
            label(node, "kwok");
        }
        model.awaitReady();
        model.delete();
    }

    /// Whether the API server would take a Deployment of this image.
    private static boolean takes(String namespace, String image) {
        try {
            cluster.apps()
                    .deployments()
                    .inNamespace(namespace)
                    .resource(
                            new DeploymentBuilder()
                                    .withNewMetadata()
                                    .withName(image)
                                    .endMetadata()
                                    .withNewSpec()
                                    .withNewSelector()
                                    .addToMatchLabels("app", image)
                                    .endSelector()
                                    .withNewTemplate()
                                    .withNewMetadata()
                                    .addToLabels("app", image)
                                    .endMetadata()
                                    .withNewSpec()
                                    .addNewContainer()
                                    .withName(image)
                                    .withImage(image)
                                    .endContainer()
                                    .endSpec()
                                    .endTemplate()
                                    .endSpec()
                                    .build())
                    .dryRun()
                    .create();
            return true;
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    private static ClusterModel model(String namespace, String name) {
        return new ClusterModel(kubernetes.suite().api(), cluster, namespace, name);
    }

    private static void createNamespace(String name, Map<String, String> labels) {
        cluster.namespaces()
                .resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .withLabels(labels)
                                .endMetadata()
                                .build())
                .create();
    }

    private static void label(String node, String value) {
        cluster.nodes()
                .withName(node)
                .edit(each -> {
                    each.getMetadata().getLabels().put("testcluster.gantry.io/kubelet", value);
                    return each;
                });
    }
}
