package io.gantry.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.gantry.deployer.DeployerConfig;
import io.gantry.deployer.platform.ClusterObject;
import io.gantry.deployer.platform.Front;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.Replica;
import io.gantry.deployer.platform.Workload;
import io.gantry.events.ArtifactReference;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// LLMInferenceServices in a cluster: KServe's objects, one set for each revision.
class LlmPlatformTest {

    private static final String UID = "uid-of-m";
    private static final PredictorKey FIRST = new PredictorKey("default", "m", "m-00001");
    private static final PredictorKey SECOND = new PredictorKey("default", "m", "m-00002");

    private final Queue<String> changed = new ConcurrentLinkedQueue<>();
    private final MockApiServer server = new MockApiServer();
    private final KubernetesPlatform platform =
            new KubernetesPlatform(server.client(), config(), new SimpleMeterRegistry());

    @BeforeEach
    void start() {
        platform.start(changed::add);
        await().until(platform::ready);
    }

    @AfterEach
    void stop() throws InterruptedException {
        platform.stop(new ShutdownEvent());
        server.close();
    }

    @Test
    void shouldHaveADeploymentForEachRevisionAndTheServiceLeadToOne() {
        Workload first = workload(FIRST, pods("a:1"));
        Workload second = workload(SECOND, pods("b:1"));

        platform.run(first, 2);
        platform.front(front(first));
        platform.run(second, 1);

        assertThat(names(Deployment.class)).containsExactlyInAnyOrder("m-kserve", "m-kserve-00002");
        Deployment deployment = deployment("m-kserve");
        assertThat(deployment.getSpec().getReplicas()).isEqualTo(2);
        assertThat(deployment.getSpec().getTemplate().getSpec().getInitContainers().getFirst())
                .satisfies(init -> assertThat(init.getArgs()).contains("pull", "s3://models/m"));
        assertThat(names(Service.class)).containsExactly("m-kserve-workload-svc");
        assertThat(selector()).isEqualTo(Map.of("app", "m-kserve"));

        await().until(() -> platform.observe(SECOND).isPresent());
        platform.front(front(second));
        assertThat(selector()).isEqualTo(Map.of("app", "m-kserve-00002"));
    }

    @Test
    void shouldCallRevisionsByKServesNameWhenItIsFree() {
        platform.run(workload(FIRST, pods("a:1")), 1);
        // The watch has it: what goes before that comes up once more.
        await().until(() -> changed.contains("default/m"));
        platform.remove(FIRST);
        await().until(() -> platform.observe(FIRST).isEmpty());

        await().untilAsserted(() -> {
            platform.run(workload(SECOND, pods("b:1")), 1);
            assertThat(names(Deployment.class)).containsExactly("m-kserve");
        });
    }

    @Test
    void shouldSendRequestsToThePodsThatDecode() {
        platform.run(
                workload(
                        FIRST,
                        pods("a:1")
                                + ", \"prefill\": {\"replicas\": 2, \"template\": {\"containers\": [{\"name\": \"main\", \"image\": \"p:1\"}]}}"),
                1);
        assertThat(names(Deployment.class))
                .containsExactlyInAnyOrder("m-kserve", "m-kserve-prefill");
        assertThat(deployment("m-kserve-prefill").getSpec().getReplicas()).isEqualTo(2);
        assertThat(deployment("m-kserve-prefill").getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getName()).isEqualTo("m-kserve"));

        server.client().resource(readyPod("m-kserve", "10.0.0.1")).create();
        server.client().resource(readyPod("m-kserve-prefill", "10.0.0.2")).create();

        await().untilAsserted(() ->
                assertThat(platform.observe(FIRST).orElseThrow().replicas())
                        .extracting(Replica::host, Replica::port, Replica::ready)
                        .containsExactly(tuple("10.0.0.1", 8000, true)));
    }

    @Test
    void shouldSayWhyThePodsThatPrefillDoNotGetReady() {
        platform.run(
                workload(
                        FIRST,
                        pods("a:1")
                                + ", \"prefill\": {\"template\": {\"containers\": [{\"name\": \"main\", \"image\": \"p:1\"}]}}"),
                1);
        Pod pod = readyPod("m-kserve-prefill", "10.0.0.2");
        pod.getStatus().setConditions(List.of());
        pod.getStatus().setContainerStatuses(List.of());
        server.client().resource(withoutItsImage(pod)).create();

        await().untilAsserted(() ->
                assertThat(platform.observe(FIRST).orElseThrow().failure())
                        .isNotNull()
                        .extracting(Failure::reason)
                        .isEqualTo(FailureReason.IMAGE_PULL_FAILED));
    }

    @Test
    void shouldRefuseSeveralNodesWhereTheClusterHasNoKindForThem() {
        platform.run(
                workload(
                        FIRST,
                        pods("a:1") + ", \"worker\": {\"containers\": [{\"name\": \"main\"}]}"),
                1);

        Failure why = Objects.requireNonNull(platform.observe(FIRST).orElseThrow().failure());
        assertThat(why.reason()).isEqualTo(FailureReason.INVALID_PREDICTOR_SPEC);
        assertThat(why.message())
                .startsWith("spec.worker: a model on several nodes is a LeaderWorkerSet");
        assertThat(names(Deployment.class)).isEmpty();
    }

    @Test
    void shouldLetNothingStandForWhatTheClusterDidNotTake() {
        Workload refused =
                workload(
                        FIRST,
                        pods("a:1") + ", \"worker\": {\"containers\": [{\"name\": \"main\"}]}");
        platform.run(refused, 1);

        platform.front(front(refused));

        assertThat(names(Service.class)).isEmpty();
    }

    @Test
    void shouldTellPeopleAtTheServiceItself() {
        assertThat(toldAbout("uid-in-cluster"))
                .returns("LLMInferenceService", ObjectReference::getKind)
                .returns("m", ObjectReference::getName)
                .returns("uid-in-cluster", ObjectReference::getUid);
    }

    @Test
    void shouldTellPeopleAtTheServiceWhereNothingOfItIsThere() {
        assertThat(toldAbout(null))
                .returns("LLMInferenceService", ObjectReference::getKind)
                .returns("m", ObjectReference::getName)
                .returns(null, ObjectReference::getUid);
    }

    @Test
    void shouldTellPeopleAtTheDeploymentWhereTheClusterHasNoSuchService() {
        platform.run(workload(FIRST, pods("a:1")), 1);

        assertThat(toldAbout(null))
                .returns("Deployment", ObjectReference::getKind)
                .returns("m-kserve", ObjectReference::getName);
    }

    private ObjectReference toldAbout(@Nullable String uid) {
        platform.show(
                FIRST,
                new ClusterObject("serving.kserve.io/v1alpha2", "LLMInferenceService", uid),
                Failure.of(FailureReason.OUT_OF_MEMORY, "It was killed", "Give it more."));
        List<Event> events = server.client().v1().events().inNamespace("default").list().getItems();
        assertThat(events).hasSize(1);
        return events.getFirst().getInvolvedObject();
    }

    private <T extends HasMetadata> List<String> names(Class<T> kind) {
        return server.client().resources(kind).inNamespace("default").list().getItems().stream()
                .map(each -> each.getMetadata().getName())
                .toList();
    }

    private Deployment deployment(String name) {
        return server.client().apps().deployments().inNamespace("default").withName(name).get();
    }

    private Map<String, String> selector() {
        return server.client()
                .services()
                .inNamespace("default")
                .withName("m-kserve-workload-svc")
                .get()
                .getSpec()
                .getSelector();
    }

    private static Front front(Workload current) {
        return new Front("default", "m", UID, current.service(), List.of(current));
    }

    /// A pod as the controller of the Deployment would make it, that takes requests.
    private Pod readyPod(String deployment, String address) {
        var template = deployment(deployment).getSpec().getTemplate();
        return new PodBuilder()
                .withNewMetadataLike(template.getMetadata())
                .withName(deployment + "-1")
                .withNamespace("default")
                .endMetadata()
                .withSpec(template.getSpec())
                .withNewStatus()
                .withPhase("Running")
                .withPodIP(address)
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withLastTransitionTime("2026-01-01T00:00:00Z")
                .endCondition()
                .endStatus()
                .build();
    }

    private static Pod withoutItsImage(Pod pod) {
        return new PodBuilder(pod)
                .editStatus()
                .withPhase("Pending")
                .addNewContainerStatus()
                .withName("main")
                .withNewState()
                .withNewWaiting()
                .withReason("ImagePullBackOff")
                .endWaiting()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }

    private static String pods(String image) {
        return "\"model\": {\"uri\": \"s3://models/m\", \"name\": \"m\"}, \"template\": {\"containers\": [{\"name\": \"main\", \"image\": \"%s\"}]}"
                .formatted(image);
    }

    private static Workload workload(PredictorKey key, String spec) {
        InferenceService service =
                read(
                        """
                        {"apiVersion": "serving.kserve.io/v1alpha2", "kind": "LLMInferenceService",
                         "metadata": {"name": "m", "namespace": "default"},
                         "spec": {"model": {"uri": "s3://models/m"}}}
                        """,
                        InferenceService.class);
        return new Workload(
                key,
                UID,
                service,
                read(
                        "{\"minReplicas\": 1, \"maxReplicas\": 1, \"llm\": {%s}}".formatted(spec),
                        Component.class),
                null,
                read("{\"name\": \"main\"}", Container.class),
                List.of(),
                List.of(ArtifactReference.of("s3://models/m", null, "/mnt/models", null)),
                List.of(),
                List.of());
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return KServeJson.read(KServeJson.mapper().readTree(json), type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static DeployerConfig config() {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .addSystemSources()
                .withMapping(DeployerConfig.class)
                .build()
                .getConfigMapping(DeployerConfig.class);
    }
}
