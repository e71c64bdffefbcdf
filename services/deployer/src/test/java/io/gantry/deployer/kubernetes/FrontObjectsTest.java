package io.gantry.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.gantry.deployer.DeployerConfig;
import io.gantry.deployer.platform.Front;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.events.ComponentState;
import io.gantry.events.FailureReason;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A transformer of a service that has no revision yet.
class FrontObjectsTest {

    private static final String NAME = "m-transformer";

    private final MockApiServer server = new MockApiServer();
    private final KubernetesPlatform platform =
            new KubernetesPlatform(server.client(), config(), new SimpleMeterRegistry());

    @BeforeEach
    void start() {
        platform.start(_ -> {});
        await().until(platform::ready);
    }

    @AfterEach
    void stop() throws InterruptedException {
        platform.stop(new ShutdownEvent());
        server.close();
    }

    @Test
    void shouldRemoveAnAutoscalerAndABudgetThatAreNotWantedAnyMore() {
        platform.front(front("hpa", 2));
        assertThat(all(HorizontalPodAutoscaler.class)).containsExactly(NAME);
        assertThat(all(PodDisruptionBudget.class)).containsExactly(NAME);

        // It hears of them by its informers.
        await().untilAsserted(() -> {
            platform.front(front("none", 1));
            assertThat(all(HorizontalPodAutoscaler.class)).isEmpty();
            assertThat(all(PodDisruptionBudget.class)).isEmpty();
        });
        assertThat(all(Deployment.class)).containsExactly(NAME);
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(1);
    }

    @Test
    void shouldLeaveAnAutoscalerThatIsWanted() {
        platform.front(front("hpa", 2));
        platform.front(front("hpa", 2));
        platform.front(front("hpa", 3));

        assertThat(all(HorizontalPodAutoscaler.class)).containsExactly(NAME);
        assertThat(server.applied("gantry-scaler")).isEmpty();
    }

    /// What nobody applies any more goes back to its default.
    @Test
    void shouldLeaveTheReplicasThatThereAreToAnAutoscaler() {
        platform.front(front("none", 3));
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(3);
        server.client().resource(ServiceOnMock.owned(deployment())).update();

        platform.front(front("hpa", 3));

        assertThat(server.applied("gantry-scaler"))
                .singleElement()
                .satisfies(handedOver -> {
                    assertThat(handedOver.path()).contains("/deployments/" + NAME, "force=true");
                    assertThat(KServeJson.mapper().readTree(handedOver.body()).at("/spec"))
                            .hasToString("{\"replicas\":3}");
                });
        assertThat(server.applied(ClusterApi.FIELD_MANAGER))
                .filteredOn(each -> each.path().contains("/deployments/"))
                .last()
                .satisfies(applied ->
                        assertThat(KServeJson.mapper().readTree(applied.body()).at("/spec"))
                                .isNotEmpty()
                                .doesNotContain(IntNode.valueOf(3)));
    }

    @Test
    void shouldTellWhyATransformerDoesNotGetReady() {
        PredictorKey revision = new PredictorKey("default", "m", "m-00001");
        platform.run(ServiceOnMock.workload(revision, "a:1"), 1);
        platform.front(front("none", 1));
        await().untilAsserted(() ->
                assertThat(platform.observe(revision).orElseThrow().componentStates())
                        .containsExactly(new ComponentState("transformer", 1, 0, null)));

        Pod pod = ServiceOnMock.podThatLacksItsImage();
        pod.getMetadata().setName("m-transformer-1");
        pod.getMetadata()
                .setLabels(
                        Map.of(
                                "app.kubernetes.io/managed-by", "gantry",
                                "component", "transformer",
                                "serving.kserve.io/inferenceservice", "m"));
        var made = server.client().resource(pod);
        made.create();
        await().untilAsserted(() ->
                assertThat(platform.observe(revision).orElseThrow().componentStates())
                        .extracting(ComponentStatesTest::reason)
                        .containsExactly(FailureReason.IMAGE_PULL_FAILED));

        made.delete();
        await().untilAsserted(() ->
                assertThat(platform.observe(revision).orElseThrow().componentStates())
                        .containsExactly(new ComponentState("transformer", 1, 0, null)));
    }

    /// As an API server would have noted it.
    private Deployment deployment() {
        return Objects.requireNonNull(
                server.client().apps().deployments().inNamespace("default").withName(NAME).get());
    }

    private <T extends HasMetadata> List<String> all(Class<T> kind) {
        return server.client().resources(kind).inNamespace("default").list().getItems().stream()
                .map(each -> each.getMetadata().getName())
                .toList();
    }

    private static Front front(String autoscaler, int replicas) {
        ObjectNode manifest = KServeJson.mapper().createObjectNode();
        manifest.put("apiVersion", "serving.kserve.io/v1beta1").put("kind", "InferenceService");
        manifest.withObject("/metadata")
                .put("name", "m")
                .put("namespace", "default")
                .withObject("/annotations")
                .put("serving.kserve.io/autoscalerClass", autoscaler);
        ObjectNode transformer = manifest.withObject("/spec/transformer");
        transformer.put("minReplicas", replicas).put("maxReplicas", 5);
        transformer.putArray("containers").addObject().put("name", "c").put("image", "t:1");
        return new Front(
                "default",
                "m",
                "uid",
                KServeJson.read(manifest, InferenceService.class),
                List.of());
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
