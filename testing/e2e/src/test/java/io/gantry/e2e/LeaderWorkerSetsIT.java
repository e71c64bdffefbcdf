package io.gantry.e2e;

import static io.gantry.e2e.ClusterModel.awaiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models on several nodes in a cluster that has LeaderWorkerSets, and their own controller.
class LeaderWorkerSetsIT {

    private static final int NODES = 4;
    private static final String GROUP = "leaderworkerset.x-k8s.io";
    private static final String FAIL = "testcluster.gantry.io/fail";

    private static final ResourceDefinitionContext SETS =
            new ResourceDefinitionContext.Builder()
                    .withGroup(GROUP)
                    .withVersion("v1")
                    .withKind("LeaderWorkerSet")
                    .withPlural("leaderworkersets")
                    .withNamespaced(true)
                    .build();

    @TempDir static Path scratch;

    private static SuiteOnKubernetes kubernetes;
    private static KubernetesClient cluster;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        kubernetes = SuiteOnKubernetes.start(scratch, NODES, Map.of(), "--lws");
        cluster = kubernetes.cluster();
        assumeTrue(
                cluster.getApiGroup(GROUP) != null, "SKIPPED: the cluster has no LeaderWorkerSets");
        ClusterModel.applyRuntimeOfSeveralNodes(kubernetes.suite().api());
    }

    @AfterAll
    static void stop() throws IOException {
        if (kubernetes != null) {
            kubernetes.close();
        }
    }

    @Test
    void shouldRunGroupsOfNodesAndLeaveNothing() {
        ClusterModel model = kubernetes.model("grouped");

        model.applyOnNodes(3, 2, "1", Map.of());
        model.awaitReady();

        awaiting("two groups of three")
                .until(() -> ready(model).equals(Map.of("grouped-00001", 2)));
        assertThat(set("grouped-predictor-mn").get()).isNotNull();
        assertThat(model.deployments()).isEmpty();
        assertThat(model.pods()).hasSize(6);
        assertThat(reached(model))
                .as("the first nodes alone")
                .containsExactlyInAnyOrder("grouped-predictor-mn-0", "grouped-predictor-mn-1");

        model.applyOnNodes(3, 1, "1", Map.of());
        awaiting("one of them").until(() -> model.pods().size() == 3);

        model.delete();
        awaiting("nothing is left").until(() -> model.pods().isEmpty() && sets(model).isEmpty());
    }

    /// Its pods that decode and those that prefill are groups each.
    @Test
    void shouldRunAnLlmServiceOnSeveralNodes() {
        ClusterModel model = kubernetes.model("split");
        Api api = kubernetes.suite().api();
        applyLlm(api, model.name(), 2);

        awaiting("two groups that decode and one that prefills")
                .until(() -> ready(model).equals(Map.of("split-00001", 3)));
        assertThat(model.pods()).hasSize(6);
        assertThat(reached("split-kserve-workload-svc"))
                .as("the first nodes that decode")
                .containsExactlyInAnyOrder("split-kserve-mn-0", "split-kserve-mn-1");
        awaiting("it is Ready")
                .untilAsserted(() ->
                        assertThat(api.registry("GET", llm(model.name()), "").body().at("/status"))
                                .asString()
                                .contains("{\"type\":\"Ready\",\"status\":\"True\""));

        Resource<GenericKubernetesResource> prefill = set("split-kserve-mn-prefill");
        prefill.scale(2);
        awaiting("what prefills is put back")
                .until(() -> Objects.equals(1, prefill.get().get("spec", "replicas")));

        api.registry("DELETE", llm(model.name()), "");
        awaiting("nothing is left").until(() -> model.pods().isEmpty() && sets(model).isEmpty());
    }

    private static void applyLlm(Api api, String name, int replicas) {
        String group =
                """
                "parallelism": {"data": 2, "dataLocal": 1},
                "template": {"containers": [{"name": "main", "image": "example.com/vllm:1"}]},
                "worker": {"containers": [{"name": "main", "image": "example.com/vllm:1"}]}\
                """;
        Api.Answer answer =
                api.registry(
                        "POST",
                        llm(""),
                        """
                        {"apiVersion": "serving.kserve.io/v1alpha2", "kind": "LLMInferenceService",
                         "metadata": {"name": "%s"},
                         "spec": {"model": {"uri": "oci://example.com/model:1"}, "replicas": %d, %s,
                          "prefill": {"replicas": 1, %s}}}
                        """
                                .formatted(name, replicas, group, group));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    }

    private static String llm(String name) {
        String all =
                "/apis/serving.kserve.io/v1alpha2/namespaces/%s/llminferenceservices"
                        .formatted(ClusterModel.NAMESPACE);
        return name.isEmpty() ? all : all + "/" + name;
    }

    @Test
    void shouldPutBackWhatSomebodyHasChanged() {
        ClusterModel model = kubernetes.model("drifting");
        model.applyOnNodes(2, 1, "1", Map.of());
        awaiting("a group").until(() -> ready(model).equals(Map.of("drifting-00001", 1)));
        Resource<GenericKubernetesResource> set = set("drifting-predictor-mn");

        set.edit(each -> {
            Map<String, Object> template = each.get("spec", "leaderWorkerTemplate");
            template.put("size", 1);
            return each;
        });
        awaiting("its size is put back")
                .until(() ->
                        Objects.equals(2, set.get().get("spec", "leaderWorkerTemplate", "size")));

        set.scale(3);
        awaiting("the number of groups is put back")
                .until(() -> Objects.equals(1, set.get().get("spec", "replicas")));

        String uid = set.get().getMetadata().getUid();
        set.delete();
        awaiting("it is made anew")
                .until(() ->
                        Optional.ofNullable(set.get())
                                .filter(anew -> !anew.getMetadata().getUid().equals(uid))
                                .isPresent());
        awaiting("it is ready").until(() -> ready(model).equals(Map.of("drifting-00001", 1)));
        model.delete();
    }

    @Test
    void shouldReplaceARevisionWhenTheNextIsReady() {
        ClusterModel model = kubernetes.model("changing");
        model.applyOnNodes(2, 1, "1", Map.of());
        model.awaitReady();

        model.applyOnNodes(2, 1, "2", Map.of());

        awaiting("the new revision alone")
                .until(() -> ready(model).equals(Map.of("changing-00002", 1)));
        awaiting("its name in the cluster")
                .until(() -> reached(model).equals(List.of("changing-predictor-00002-mn-0")));
        model.applyOnNodes(2, 1, "3", Map.of());
        awaiting("the third, under the first one's name")
                .until(() -> reached(model).equals(List.of("changing-predictor-mn-0")));
        model.delete();
    }

    /// What does not scale has one replica at least; none is asked for again and again.
    @Test
    void shouldKeepAGroupOfAModelWithoutAMinimum() {
        ClusterModel model = kubernetes.model("modest");
        model.applyOnNodes(2, 0, "1", Map.of());
        awaiting("a group").until(() -> ready(model).equals(Map.of("modest-00001", 1)));
        Set<String> pods = uids(model);

        // When this is put back, the set has been looked at, too.
        cluster.services()
                .inNamespace(ClusterModel.NAMESPACE)
                .withName("modest-predictor")
                .edit(each -> {
                    each.getSpec().getSelector().put("app", "nobody");
                    return each;
                });
        awaiting("its Service is put back").until(() -> !reached(model).isEmpty());

        assertThat(uids(model)).isEqualTo(pods);
        model.delete();
    }

    @Test
    void shouldSayWhyAGroupDoesNotGetReady() {
        ClusterModel model = kubernetes.model("failing");

        model.applyOnNodes(2, 1, "1", Map.of(FAIL, "crash-loop"));

        model.awaitFailure("failing-predictor-mn", "ModelLoadFailed", "exit code");
        model.delete();
    }

    @Test
    void shouldGiveUpARevisionThatNeverGetsReady() {
        ClusterModel model = kubernetes.model("hopeless");
        model.applyOnNodes(2, 1, "1", Map.of());
        model.awaitReady();

        model.applyOnNodes(
                2,
                1,
                "2",
                Map.of(FAIL, "never-ready", "serving.knative.dev/progress-deadline", "10s"));

        model.awaitFailure("hopeless-predictor-00002-mn", "ReadinessTimeout", "was to be ready by");
        awaiting("it has no groups")
                .until(() ->
                        Objects.equals(
                                0,
                                set("hopeless-predictor-00002-mn").get().get("spec", "replicas")));
        assertThat(ready(model)).isEqualTo(Map.of("hopeless-00001", 1));
        model.delete();
    }

    @Test
    void shouldSayThatAQuotaIsUsedUp() {
        String namespace = "no-room";
        cluster.namespaces()
                .resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(namespace)
                                .endMetadata()
                                .build())
                .create();
        cluster.resourceQuotas()
                .inNamespace(namespace)
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
        ClusterModel model =
                new ClusterModel(kubernetes.suite().api(), cluster, namespace, "failing-quota");

        model.applyOnNodes(2, 1, "1", Map.of());

        model.awaitFailure(
                "failing-quota-predictor-mn",
                "QuotaExceeded",
                "Pods are not created",
                "exceeded quota: none");
        model.delete();
    }

    private static NonNamespaceOperation<
                    GenericKubernetesResource, ?, Resource<GenericKubernetesResource>>
            sets() {
        return cluster.genericKubernetesResources(SETS).inNamespace(ClusterModel.NAMESPACE);
    }

    private static Resource<GenericKubernetesResource> set(String name) {
        return sets().withName(name);
    }

    private static List<GenericKubernetesResource> sets(ClusterModel model) {
        return cluster.genericKubernetesResources(SETS)
                .inNamespace(ClusterModel.NAMESPACE)
                .withLabel("serving.kserve.io/inferenceservice", model.name())
                .list()
                .getItems();
    }

    /// Ready groups, by revision, those without any left out.
    private static Map<String, Integer> ready(ClusterModel model) {
        return sets(model).stream()
                .filter(each -> groups(each) > 0)
                .collect(
                        Collectors.toMap(
                                each ->
                                        each.getMetadata()
                                                .getLabels()
                                                .getOrDefault("gantry.io/revision", ""),
                                LeaderWorkerSetsIT::groups,
                                Integer::sum,
                                TreeMap::new));
    }

    private static int groups(GenericKubernetesResource set) {
        return set.get("status", "readyReplicas") instanceof Integer ready ? ready : 0;
    }

    private static Set<String> uids(ClusterModel model) {
        return model.pods().stream()
                .map(each -> each.getMetadata().getUid())
                .collect(Collectors.toSet());
    }

    /// The pods that those reach who know the service by its name in the cluster.
    private static List<String> reached(ClusterModel model) {
        return reached(model.name() + "-predictor");
    }

    private static List<String> reached(String name) {
        var service = cluster.services().inNamespace(ClusterModel.NAMESPACE).withName(name).get();
        return service == null
                ? List.of()
                : cluster
                        .pods()
                        .inNamespace(ClusterModel.NAMESPACE)
                        .withLabels(service.getSpec().getSelector())
                        .list()
                        .getItems()
                        .stream()
                        .map(Pod::getMetadata)
                        .map(each -> each.getName())
                        .toList();
    }
}
