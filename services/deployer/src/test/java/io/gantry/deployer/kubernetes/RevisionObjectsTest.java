package io.gantry.deployer.kubernetes;

import static io.gantry.deployer.kubernetes.ServiceOnMock.FIRST;
import static io.gantry.deployer.kubernetes.ServiceOnMock.UID;
import static io.gantry.deployer.kubernetes.ServiceOnMock.config;
import static io.gantry.deployer.kubernetes.ServiceOnMock.owned;
import static io.gantry.deployer.kubernetes.ServiceOnMock.podThatFindsNoDevice;
import static io.gantry.deployer.kubernetes.ServiceOnMock.podThatIsReady;
import static io.gantry.deployer.kubernetes.ServiceOnMock.scaledBy;
import static io.gantry.deployer.kubernetes.ServiceOnMock.severalNodes;
import static io.gantry.deployer.kubernetes.ServiceOnMock.workload;
import static io.gantry.deployer.kubernetes.ServiceOnMock.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.gantry.deployer.platform.Front;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.PredictorState;
import io.gantry.deployer.platform.Workload;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What of a revision outlasts its pods, and what stays because of them.
class RevisionObjectsTest {

    private final MockApiServer server = new MockApiServer();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final KubernetesPlatform platform =
            new KubernetesPlatform(
                    server.client(),
                    config("gantry.deployer.kubernetes.surge-patience", "0s"),
                    registry);

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

    /// Its pod goes, and the deployer starts anew. A service costs three writes until it is ready.
    @Test
    void shouldRememberByOneWriteThatARevisionHasServed() throws InterruptedException {
        Workload workload = workload(FIRST, "a:1");
        Front front = new Front("default", "m", UID, workload.service(), List.of(workload));
        platform.run(workload, 1);
        awaitSeen(FIRST);
        platform.front(front);
        assertThat(platform.observe(FIRST).orElseThrow().served()).isFalse();
        Pod pod = podThatIsReady();
        server.client().resource(pod).create();

        await().untilAsserted(() -> {
            platform.run(workload, 1);
            assertThat(served("m-predictor")).isEqualTo("true");
        });
        platform.run(workload, 1);
        assertThat(writes(registry)).isEqualTo(3);

        server.client().resource(pod).delete();
        await().untilAsserted(() -> {
            PredictorState state = platform.observe(FIRST).orElseThrow();
            assertThat(state.replicas()).isEmpty();
            assertThat(state.served()).isTrue();
            assertThat(state.target()).isEqualTo(1);
        });
        KubernetesPlatform next =
                new KubernetesPlatform(server.client(), config(), new SimpleMeterRegistry());
        next.start(_ -> {});
        try {
            await().untilAsserted(() ->
                    assertThat(next.observe(FIRST).map(PredictorState::served)).contains(true));
        } finally {
            next.stop(new ShutdownEvent());
        }
    }

    /// What is gone back to is scaled, and not rendered: nobody knows it any more.
    @Test
    void shouldWakeFurtherNodesWithTheFirst() {
        platform.run(severalNodes(), 1);
        awaitSeen(FIRST);
        assertThat(replicas("m-predictor-worker")).isEqualTo(2);

        platform.scale(FIRST, 0);
        assertThat(replicas("m-predictor")).isZero();
        assertThat(replicas("m-predictor-worker")).isZero();

        platform.scale(FIRST, 1);
        assertThat(replicas("m-predictor")).isEqualTo(1);
        assertThat(replicas("m-predictor-worker")).isEqualTo(2);
    }

    /// An upgrade of Gantry must not restart all models at once.
    @Test
    void shouldKeepTheLoaderOfARevisionUntilItStartsAnew() throws InterruptedException {
        platform.run(workload(FIRST, "a:1"), 1);
        awaitSeen(FIRST);
        String before = loader("m-predictor");
        MeterRegistry registryOfNext = new SimpleMeterRegistry();
        KubernetesPlatform next =
                new KubernetesPlatform(
                        server.client(),
                        config("gantry.deployer.kubernetes.loader-image", "loader:next"),
                        registryOfNext);
        next.start(_ -> {});
        try {
            await().until(() -> next.observe(FIRST).isPresent());

            next.run(workload(FIRST, "a:1"), 1);
            assertThat(loader("m-predictor")).isEqualTo(before);
            double writes = writes(registryOfNext);
            next.run(workload(FIRST, "a:1"), 1);
            assertThat(writes(registryOfNext)).as("it is left alone").isEqualTo(writes);

            next.scale(FIRST, 0);
            next.run(workload(FIRST, "a:1"), 1);
            assertThat(loader("m-predictor")).isEqualTo("loader:next");
        } finally {
            next.stop(new ShutdownEvent());
        }
    }

    @Test
    void shouldTakeTheNewLoaderWithWhateverElseReplacesPods() throws InterruptedException {
        platform.run(workload(FIRST, "a:1"), 1);
        awaitSeen(FIRST);
        KubernetesPlatform next =
                new KubernetesPlatform(
                        server.client(),
                        config("gantry.deployer.kubernetes.loader-image", "loader:next"),
                        new SimpleMeterRegistry());
        next.start(_ -> {});
        try {
            await().until(() -> next.observe(FIRST).isPresent());

            next.run(workload(FIRST, "a:2"), 1);

            assertThat(server(deployment("m-predictor").get())).isEqualTo("a:2");
            assertThat(loader("m-predictor")).isEqualTo("loader:next");
        } finally {
            next.stop(new ShutdownEvent());
        }
    }

    /// Else the new pod would wait for ever for the device of the old one.
    @Test
    void shouldRollInPlaceWhilePodsOfANewTemplateFindNoDevice() {
        platform.run(workload(FIRST, "a:1"), 1);
        awaitSeen(FIRST);
        assertThat(surge("m-predictor")).isEqualTo("25%");
        server.client().resource(podThatIsReady()).create();
        server.client().resource(podThatFindsNoDevice()).create();
        await().until(() -> platform.observe(FIRST).orElseThrow().replicas().size() == 2);
        platform.run(workload(FIRST, "a:1"), 1);
        assertThat(surge("m-predictor")).as("it only wants more replicas").isEqualTo("25%");

        updated("m-predictor", 1);
        await().untilAsserted(() -> {
            platform.run(workload(FIRST, "a:1"), 1);
            assertThat(surge("m-predictor")).isEqualTo("0");
        });
        server.client().resource(podThatFindsNoDevice()).delete();
        await().until(() -> platform.observe(FIRST).orElseThrow().replicas().size() == 1);
        platform.run(workload(FIRST, "a:1"), 1);
        assertThat(surge("m-predictor")).as("it has a place and loads").isEqualTo("0");

        updated("m-predictor", 2);
        await().untilAsserted(() -> {
            platform.run(workload(FIRST, "a:1"), 1);
            assertThat(surge("m-predictor")).isEqualTo("25%");
        });
    }

    /// What nobody applies any more goes back to its default.
    @Test
    void shouldLeaveTheReplicasThatThereAreToWhoScalesThemNow() {
        platform.run(scaledBy("none"), 3);
        awaitSeen(FIRST);
        assertThat(replicas("m-predictor")).isEqualTo(3);
        server.client().resource(owned(deployment("m-predictor").get())).update();

        platform.run(scaledBy("hpa"), 3);

        assertThat(server.applied("gantry-scaler"))
                .singleElement()
                .satisfies(handedOver -> assertThat(handedOver.body()).contains("\"replicas\": 3"));
    }

    private String surge(String deployment) {
        return String.valueOf(
                deployment(deployment)
                        .get()
                        .getSpec()
                        .getStrategy()
                        .getRollingUpdate()
                        .getMaxSurge()
                        .getValue());
    }

    private void updated(String name, int replicas) {
        deployment(name)
                .editStatus(deployment ->
                        new DeploymentBuilder(deployment)
                                .editOrNewStatus()
                                .withReplicas(2)
                                .withUpdatedReplicas(replicas)
                                .endStatus()
                                .build());
    }

    private String loader(String deployment) {
        return deployment(deployment)
                .get()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getInitContainers()
                .getFirst()
                .getImage();
    }

    private int replicas(String deployment) {
        return deployment(deployment).get().getSpec().getReplicas();
    }

    private @Nullable String served(String deployment) {
        return deployment(deployment).get().getMetadata().getAnnotations().get(Marks.SERVED);
    }

    private static String server(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
    }

    private void awaitSeen(PredictorKey key) {
        await().until(() -> platform.observe(key).isPresent());
    }

    private RollableScalableResource<Deployment> deployment(String name) {
        return server.client().apps().deployments().inNamespace("default").withName(name);
    }
}
