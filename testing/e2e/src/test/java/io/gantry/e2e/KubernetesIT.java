package io.gantry.e2e;

import static io.gantry.e2e.ClusterModel.awaiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.gantry.cli.suite.Service;
import io.gantry.events.ArtifactCached;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of an InferenceService in a cluster, from its creation to its end.
class KubernetesIT {

    private static final int NODES = 4;
    private static final int GPUS = SuiteOnKubernetes.GPUS_PER_NODE * NODES;
    private static final String FAIL = "testcluster.gantry.io/fail";

    @TempDir static Path scratch;

    private static SuiteOnKubernetes kubernetes;
    private static KubernetesClient cluster;
    private static RunningSuite suite;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        kubernetes = SuiteOnKubernetes.start(scratch, NODES, Map.of());
        cluster = kubernetes.cluster();
        suite = kubernetes.suite();
    }

    @AfterAll
    static void stop() throws IOException {
        if (kubernetes != null) {
            kubernetes.close();
        }
    }

    @Test
    void shouldTakeAModelFromCreationToDeletionAndLeaveNothing() {
        ClusterModel model = model("whole-life");

        model.apply("1", Map.of(), ", \"minReplicas\": 2");
        model.awaitReady();
        awaiting("both replicas").until(() -> model.ready().equals(Map.of("whole-life-00001", 2)));
        assertThat(model.deployments())
                .extracting(each -> each.getMetadata().getName())
                .containsExactly("whole-life-predictor");
        assertThat(model.reached()).isEqualTo("whole-life-00001");

        model.apply("2", Map.of(), ", \"minReplicas\": 2");
        awaiting("the new revision alone")
                .until(() -> model.ready().equals(Map.of("whole-life-00002", 2)));
        awaiting("its name in the cluster").until(() -> model.reached().equals("whole-life-00002"));

        model.delete();
        awaiting("nothing is left")
                .until(() -> model.deployments().isEmpty() && model.pods().isEmpty());
        awaiting("no Service is left")
                .until(() ->
                        cluster.services()
                                        .inNamespace(ClusterModel.NAMESPACE)
                                        .withName("whole-life-predictor")
                                        .get()
                                == null);
    }

    @Test
    void shouldPutBackWhatSomebodyHasChanged() {
        ClusterModel model = model("drifting");
        model.apply("1", Map.of(), ", \"minReplicas\": 1");
        model.awaitReady();

        deployments("drifting-predictor").edit(KubernetesIT::withAnotherImage);
        awaiting("its image is put back")
                .until(() ->
                        image(deployments("drifting-predictor").get())
                                .equals("example.com/server:1"));

        deployments("drifting-predictor").scale(3);
        awaiting("its size is put back")
                .until(() -> deployments("drifting-predictor").get().getSpec().getReplicas() == 1);

        String uid = deployments("drifting-predictor").get().getMetadata().getUid();
        deployments("drifting-predictor").delete();
        awaiting("it is made anew")
                .until(() ->
                        Optional.ofNullable(deployments("drifting-predictor").get())
                                .filter(anew -> !anew.getMetadata().getUid().equals(uid))
                                .isPresent());
        model.awaitReady();
        model.delete();
    }

    @Test
    void shouldPutBackWhatBelongsToADeployment() {
        ClusterModel model = model("steady");
        model.apply("1", Map.of(), ", \"minReplicas\": 2");
        model.awaitReady();
        var service =
                cluster.services().inNamespace(ClusterModel.NAMESPACE).withName("steady-predictor");
        var budget =
                cluster.policy()
                        .v1()
                        .podDisruptionBudget()
                        .inNamespace(ClusterModel.NAMESPACE)
                        .withName("steady-predictor");

        service.edit(each -> {
            each.getSpec().getSelector().put("app", "nobody");
            return each;
        });
        awaiting("its selector is put back").until(() -> model.reached().equals("steady-00001"));
        service.delete();
        awaiting("the Service is made anew").until(() -> model.reached().equals("steady-00001"));

        budget.edit(each -> {
            each.getSpec().setMaxUnavailable(new IntOrString(2));
            return each;
        });
        awaiting("the budget is put back")
                .until(() -> budget.get().getSpec().getMaxUnavailable().equals(new IntOrString(1)));
        budget.delete();
        awaiting("the budget is made anew").until(() -> budget.get() != null);

        model.delete();
        awaiting("nothing is left").until(() -> service.get() == null && budget.get() == null);
    }

    @Test
    void shouldRunAModelOnSeveralNodes() {
        ClusterModel.applyRuntimeOfSeveralNodes(suite.api());
        ClusterModel model = model("wide");

        model.applyOnNodes(3, 1, "1", Map.of());
        model.awaitReady();

        awaiting("the first node and those that join it")
                .untilAsserted(() ->
                        assertThat(model.deployments())
                                .extracting(
                                        each -> each.getMetadata().getName(),
                                        each -> each.getStatus().getReadyReplicas())
                                .containsExactlyInAnyOrder(
                                        tuple("wide-predictor", 1),
                                        tuple("wide-predictor-worker", 2)));
        assertThat(model.pods())
                .extracting(pod -> pod.getSpec().getContainers().getFirst().getName())
                .containsExactlyInAnyOrder(
                        "kserve-container", "worker-container", "worker-container");

        deployments("wide-predictor-worker").scale(1);
        awaiting("the further nodes are put back")
                .until(() ->
                        deployments("wide-predictor-worker").get().getSpec().getReplicas() == 2);

        model.delete();
        awaiting("nothing is left")
                .until(() -> model.deployments().isEmpty() && model.pods().isEmpty());
    }

    @Test
    void shouldPreferANodeThatHasTheModel() {
        ClusterModel model = model("warm");
        model.apply("1", Map.of(), ", \"minReplicas\": 1");
        model.awaitReady();
        String cold = model.pods().getFirst().getSpec().getNodeName();
        String warm = cold.equals("kwok-0") ? "kwok-1" : "kwok-0";
        try (Publisher publisher = new Publisher(suite.kafka())) {
            publisher.publish(cached(TopicHistory.artifact(suite.kafka(), "default/warm"), warm));
        }

        // The deployer hears of nodes and of services by different topics.
        AtomicInteger version = new AtomicInteger(1);
        awaiting("a revision for which the node is known to be warm")
                .until(() -> {
                    model.apply(
                            Integer.toString(version.incrementAndGet()),
                            Map.of(),
                            ", \"minReplicas\": 1");
                    String revision = "warm-%05d".formatted(version.get());
                    awaiting(revision).until(() -> model.ready().equals(Map.of(revision, 1)));
                    return warm.equals(
                            model.deployments()
                                    .getFirst()
                                    .getMetadata()
                                    .getAnnotations()
                                    .get("gantry.io/warm-nodes"));
                });

        assertThat(model.pods()).extracting(pod -> pod.getSpec().getNodeName()).contains(warm);
        model.delete();
    }

    @Test
    void shouldServeACanaryBesideTheStableRevisionAndPromoteIt() {
        ClusterModel model = model("careful");
        model.apply("1", Map.of(), ", \"minReplicas\": 1");
        model.awaitReady();

        model.apply("2", Map.of(), ", \"minReplicas\": 1, \"canaryTrafficPercent\": 20");
        awaiting("both run")
                .until(() -> model.ready().equals(Map.of("careful-00001", 1, "careful-00002", 1)));
        assertThat(model.reached()).isEqualTo("careful-00001");

        model.apply("2", Map.of(), ", \"minReplicas\": 1");
        awaiting("the canary alone").until(() -> model.ready().equals(Map.of("careful-00002", 1)));
        awaiting("its name in the cluster").until(() -> model.reached().equals("careful-00002"));
        model.delete();
    }

    @Test
    void shouldReplaceInPlaceWhereNoGpuIsFree() {
        ClusterModel model = model("greedy");
        String all = ", \"minReplicas\": %d".formatted(GPUS - 6);
        model.apply("1", Map.of(), all);
        awaiting("it has its GPUs")
                .until(() -> model.ready().getOrDefault("greedy-00001", 0) == GPUS - 6);

        model.apply("2", Map.of(), all);

        awaiting("the new revision has them")
                .until(() -> model.ready().equals(Map.of("greedy-00002", GPUS - 6)));
        model.delete();
        awaiting("they are free again").until(() -> model.pods().isEmpty());
    }

    @Test
    void shouldGiveUpARevisionThatNeverGetsReadyAndKeepItsReason() {
        ClusterModel model = model("hopeless");
        model.apply("1", Map.of(), ", \"minReplicas\": 1");
        model.awaitReady();

        model.apply(
                "2",
                Map.of(FAIL, "crash-loop", "serving.knative.dev/progress-deadline", "10s"),
                ", \"minReplicas\": 1");
        model.awaitFailure("ModelLoadFailed");

        awaiting("it has no replicas")
                .until(() ->
                        deployments("hopeless-predictor-00002").get().getSpec().getReplicas() == 0);
        assertThat(model.ready()).isEqualTo(Map.of("hopeless-00001", 1));
        // As with KServe, what was asked for is not there, though something is served.
        assertThat(model.condition("Ready").path("reason").asText()).isEqualTo("ModelLoadFailed");
        model.delete();
    }

    @Test
    void shouldGoBackByTheOldManifestWhenTheNewOneFailed() {
        ClusterModel model = model("repentant");
        model.apply("1", Map.of(), ", \"minReplicas\": 1");
        model.awaitReady();
        Set<String> serving = uids(model.pods());
        model.apply(
                "2",
                Map.of(FAIL, "crash-loop", "serving.knative.dev/progress-deadline", "10s"),
                ", \"minReplicas\": 1");
        awaiting("it was given up")
                .until(() ->
                        Optional.ofNullable(deployments("repentant-predictor-00002").get())
                                .filter(each -> each.getSpec().getReplicas() == 0)
                                .isPresent());

        model.apply("1", Map.of(), ", \"minReplicas\": 1");

        model.awaitReady();
        assertThat(model.ready()).isEqualTo(Map.of("repentant-00001", 1));
        assertThat(uids(model.pods())).as("pods that went on all the time").isEqualTo(serving);
        assertThat(model.reached()).isEqualTo("repentant-00001");
        assertThat(model.service().path("status").toString()).doesNotContain("ModelLoadFailed");
        model.delete();
        awaiting("nothing is left").until(() -> model.deployments().isEmpty());
    }

    @Test
    void shouldGoBackByTheOldManifestWhenTheNewOneIsNotLiked() {
        ClusterModel model = model("fickle");
        model.apply("1", Map.of(), ", \"minReplicas\": 2");
        awaiting("the first revision").until(() -> model.ready().equals(Map.of("fickle-00001", 2)));
        model.apply("2", Map.of(), ", \"minReplicas\": 2");
        awaiting("the second alone").until(() -> model.ready().equals(Map.of("fickle-00002", 2)));

        model.apply("1", Map.of(), ", \"minReplicas\": 2");

        awaiting("the first again, alone")
                .until(() -> model.ready().equals(Map.of("fickle-00001", 2)));
        awaiting("its name in the cluster").until(() -> model.reached().equals("fickle-00001"));
        model.awaitReady();
        model.delete();
        awaiting("nothing is left").until(() -> model.deployments().isEmpty());
    }

    @Test
    void shouldGoBackWhenItIsAskedTo() {
        ClusterModel model = model("undone");
        model.apply("1", Map.of(), ", \"minReplicas\": 1");
        awaiting("the first revision").until(() -> model.ready().equals(Map.of("undone-00001", 1)));
        model.apply("2", Map.of(), ", \"minReplicas\": 1");
        awaiting("the second alone").until(() -> model.ready().equals(Map.of("undone-00002", 1)));

        Api.Answer answer =
                suite.api()
                        .registry(
                                "POST",
                                "/v1/models/%s/undone/rollback".formatted(ClusterModel.NAMESPACE),
                                "");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        awaiting("the first again, alone")
                .until(() -> model.ready().equals(Map.of("undone-00001", 1)));
        awaiting("its name in the cluster").until(() -> model.reached().equals("undone-00001"));
        model.delete();
        awaiting("nothing is left").until(() -> model.deployments().isEmpty());
    }

    @Test
    void shouldScaleToZeroAndWakeUp() {
        ClusterModel model = model("sleepy");
        model.apply("1", Map.of("autoscaling.knative.dev/window", "6s"), ", \"minReplicas\": 0");
        model.awaitReady();

        awaiting("no replicas")
                .until(() -> deployments("sleepy-predictor").get().getSpec().getReplicas() == 0);

        // Nobody answers at the addresses of these pods.
        Thread request =
                Thread.ofVirtual()
                        .start(() ->
                                suite.api()
                                        .proxy(
                                                "POST",
                                                "/v1/models/sleepy:predict",
                                                "{\"instances\": []}"));
        awaiting("a replica")
                .until(() -> deployments("sleepy-predictor").get().getSpec().getReplicas() == 1);
        request.interrupt();
        model.delete();
    }

    @Test
    void shouldGoOnWhenTheApiServerComesBack() throws InterruptedException {
        ClusterModel model = model("patient");
        model.apply("1", Map.of(), ", \"minReplicas\": 1");
        model.awaitReady();

        kubernetes.testCluster().kill("kube-apiserver");
        model.apply("2", Map.of(), ", \"minReplicas\": 1");
        kubernetes.testCluster().start("kube-apiserver");

        awaiting("the new revision alone")
                .until(() -> model.ready().equals(Map.of("patient-00002", 1)));
        model.delete();
    }

    @Test
    void shouldGoOnWhenTheDeployerIsKilledInTheMiddle() {
        ClusterModel model = model("surviving");
        model.apply("1", Map.of(), ", \"minReplicas\": 2");
        model.awaitReady();
        Set<String> before = uids(model.pods());

        suite.kill(Service.DEPLOYER);
        model.apply("2", Map.of(), ", \"minReplicas\": 2");
        suite.restart();

        awaiting("the new revision alone")
                .until(() -> model.ready().equals(Map.of("surviving-00002", 2)));
        assertThat(uids(model.pods())).doesNotContainAnyElementsOf(before);
        model.delete();
        awaiting("nothing is left").until(() -> model.pods().isEmpty());
    }

    private static ClusterModel model(String name) {
        return kubernetes.model(name);
    }

    private static RollableScalableResource<Deployment> deployments(String name) {
        return cluster.apps().deployments().inNamespace(ClusterModel.NAMESPACE).withName(name);
    }

    private static Deployment withAnotherImage(Deployment deployment) {
        deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage("other:1");
        return deployment;
    }

    private static String image(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
    }

    private static ArtifactCached cached(String artifact, String node) {
        return new ArtifactCached(artifact, node, "s3://models/warm", 1, "/cache", "00", 1, 1, 1);
    }

    private static Set<String> uids(List<Pod> pods) {
        return pods.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
    }
}
