package io.gantry.deployer.kubernetes;

import static io.gantry.deployer.kubernetes.ServiceOnMock.FIRST;
import static io.gantry.deployer.kubernetes.ServiceOnMock.UID;
import static io.gantry.deployer.kubernetes.ServiceOnMock.config;
import static io.gantry.deployer.kubernetes.ServiceOnMock.podThatLacksItsImage;
import static io.gantry.deployer.kubernetes.ServiceOnMock.workload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.gantry.deployer.platform.ClusterObject;
import io.gantry.deployer.platform.Front;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.Workload;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the platform asks of an API server and tells of it, without a cluster.
class KubernetesPlatformTest {

    private final MockApiServer server = new MockApiServer();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Queue<String> changed = new ConcurrentLinkedQueue<>();
    private final KubernetesPlatform platform =
            new KubernetesPlatform(server.client(), config(), registry);

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
    void shouldApplyARevisionOnceAndScaleIt() {
        platform.run(workload(FIRST, "a:1"), 2);
        awaitSeen(FIRST);
        double writes = writes();

        platform.run(workload(FIRST, "a:1"), 2);
        assertThat(writes()).isEqualTo(writes);
        assertThat(deployment("m-predictor").get().getSpec().getReplicas()).isEqualTo(2);

        platform.scale(FIRST, 0);
        assertThat(deployment("m-predictor").get().getSpec().getReplicas()).isZero();
        platform.scale(FIRST, 0);
        assertThat(writes()).isEqualTo(writes + 1);
    }

    @Test
    void shouldCallRevisionsByKServesNameWhenItIsFree() {
        PredictorKey second = new PredictorKey("default", "m", "m-00002");
        PredictorKey third = new PredictorKey("default", "m", "m-00003");

        platform.run(workload(FIRST, "a:1"), 1);
        // The mock tells a watch of nothing that was over before it began.
        await().until(() -> changed.contains("default/m"));
        platform.run(workload(second, "b:1"), 1);
        assertThat(names()).containsExactlyInAnyOrder("m-predictor", "m-predictor-00002");

        platform.remove(FIRST);
        await().until(() -> platform.observe(FIRST).isEmpty());
        await().untilAsserted(() -> {
            platform.run(workload(third, "c:1"), 1);
            assertThat(revisionOf("m-predictor")).isEqualTo("m-00003");
        });
    }

    /// A cost that somebody else has set stays.
    @Test
    void shouldTellWhichPodsToDeleteFirst() {
        platform.run(workload(FIRST, "a:1"), 3);
        awaitSeen(FIRST);
        for (String name : List.of("warm", "cold", "theirs")) {
            Pod pod = podThatLacksItsImage();
            pod.getMetadata().setName(name);
            pod.getMetadata().setUid("uid-" + name);
            if (name.equals("theirs")) {
                pod.getMetadata().setAnnotations(Map.of(PodSighting.DELETION_COST, "7"));
            }
            server.client().resource(pod).create();
        }
        await().untilAsserted(() -> {
            platform.leaveFirst(FIRST, List.of("cold", "theirs"));
            assertThat(cost("cold")).isEqualTo("-1");
        });
        assertThat(cost("warm")).isNull();
        assertThat(cost("theirs")).isEqualTo("7");
        double writes = writes();
        platform.leaveFirst(FIRST, List.of("cold"));
        assertThat(writes()).as("nothing is new").isEqualTo(writes);

        platform.leaveFirst(FIRST, List.of());

        assertThat(cost("cold")).isNull();
        assertThat(cost("theirs")).isEqualTo("7");
    }

    private @Nullable String cost(String pod) {
        var found = server.client().pods().inNamespace("default").withName(pod).get();
        Map<String, String> annotations = found.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(PodSighting.DELETION_COST);
    }

    @Test
    void shouldPutBackWhatSomebodyHasChanged() {
        platform.run(workload(FIRST, "a:1"), 1);
        awaitSeen(FIRST);

        deployment("m-predictor").edit(KubernetesPlatformTest::withAnotherImage);

        // It hears of that by its informer.
        await().untilAsserted(() -> {
            platform.run(workload(FIRST, "a:1"), 1);
            assertThat(image(deployment("m-predictor").get())).isEqualTo("a:1");
        });
    }

    @Test
    void shouldLeadTheServiceToTheCurrentRevisionAndMakeItAnewWhenItIsGone() {
        Workload current = workload(FIRST, "a:1");
        Front front = new Front("default", "m", UID, current.service(), List.of(current));
        platform.run(current, 1);
        awaitSeen(FIRST);
        var service = server.client().services().inNamespace("default").withName("m-predictor");

        platform.front(front);
        assertThat(service.get().getSpec().getSelector())
                .isEqualTo(Map.of("app", "isvc.m-predictor"));
        await().until(() -> changed.contains("default/m"));
        changed.clear();

        service.delete();
        await().until(() -> changed.contains("default/m"));
        platform.front(front);
        assertThat(service.get()).isNotNull();

        platform.removeFront("default", "m");
        await().untilAsserted(() -> {
            platform.removeFront("default", "m");
            assertThat(service.get()).isNull();
        });
    }

    @Test
    void shouldTellWhereATransformerAndAnExplainerAreReached() {
        Workload current = workload(FIRST, "a:1");
        ObjectNode manifest = KServeJson.tree(current.service());
        for (String component : List.of("transformer", "explainer")) {
            manifest.withObject("/spec/" + component)
                    .putArray("containers")
                    .addObject()
                    .put("name", "c")
                    .put("image", component + ":1");
        }
        Front front =
                new Front(
                        "default",
                        "m",
                        UID,
                        KServeJson.read(manifest, InferenceService.class),
                        List.of(current));
        platform.run(current, 1);
        awaitSeen(FIRST);
        assertThat(platform.observe(FIRST).orElseThrow().components()).isEmpty();

        platform.front(front);

        await().untilAsserted(() -> {
            platform.front(front);
            assertThat(platform.observe(FIRST).orElseThrow().components())
                    .isEqualTo(
                            Map.of(
                                    "transformer", "m-transformer.default.svc:80",
                                    "explainer", "m-explainer.default.svc:80"));
        });
        platform.removeFront("default", "m");
        await().untilAsserted(() -> {
            platform.removeFront("default", "m");
            assertThat(platform.observe(FIRST).orElseThrow().components()).isEmpty();
        });
    }

    @Test
    void shouldSayWhyAPodDoesNotGetReady() {
        platform.run(workload(FIRST, "a:1"), 1);
        awaitSeen(FIRST);

        server.client().resource(podThatLacksItsImage()).create();

        await().untilAsserted(() ->
                assertThat(platform.observe(FIRST).orElseThrow().failure())
                        .isNotNull()
                        .extracting(Failure::reason)
                        .isEqualTo(FailureReason.IMAGE_PULL_FAILED));
    }

    @Test
    void shouldTellAFailureByOneEventAndCountItUp() {
        Failure why = Failure.of(FailureReason.OUT_OF_MEMORY, "It was killed", "Give it more.");
        platform.run(workload(FIRST, "a:1"), 1);
        awaitSeen(FIRST);

        ClusterObject service =
                new ClusterObject("serving.kserve.io/v1beta1", "InferenceService", null);
        platform.show(FIRST, service, why);
        platform.show(FIRST, service, why);
        platform.show(FIRST, service, null);
        platform.show(FIRST, service, why);

        assertThat(server.client().v1().events().inNamespace("default").list().getItems())
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getReason()).isEqualTo("OutOfMemory");
                    assertThat(event.getMessage())
                            .isEqualTo("m-00001: It was killed. Give it more.");
                    assertThat(event.getCount()).isEqualTo(2);
                    assertThat(event.getInvolvedObject().getName()).isEqualTo("m-predictor");
                });
    }

    private void awaitSeen(PredictorKey key) {
        await().until(() -> platform.observe(key).isPresent());
    }

    private List<String> names() {
        return server
                .client()
                .apps()
                .deployments()
                .inNamespace("default")
                .list()
                .getItems()
                .stream()
                .map(each -> each.getMetadata().getName())
                .toList();
    }

    private String revisionOf(String name) {
        Deployment found = deployment(name).get();
        return found == null
                ? ""
                : found.getMetadata().getAnnotations().getOrDefault("gantry.io/revision", "");
    }

    private RollableScalableResource<Deployment> deployment(String name) {
        return server.client().apps().deployments().inNamespace("default").withName(name);
    }

    private double writes() {
        return ServiceOnMock.writes(registry);
    }

    private static Deployment withAnotherImage(Deployment deployment) {
        deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage("b:1");
        return deployment;
    }

    private static String image(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
    }
}
