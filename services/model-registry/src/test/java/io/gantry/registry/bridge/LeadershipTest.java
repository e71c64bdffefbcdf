package io.gantry.registry.bridge;

import static io.gantry.registry.bridge.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.gantry.lease.Election;
import io.gantry.registry.RegistryConfig;
import io.gantry.registry.Yaml;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One instance of all keeps cluster and registry alike.
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class LeadershipTest {

    private static final String SERVICES =
            "/apis/serving.kserve.io/v1beta1/namespaces/{ns}/inferenceservices/";

    @Inject Elections elections;

    private final MockCluster cluster = new MockCluster();
    private final Bridges bridges = new Bridges();

    @AfterEach
    void close() {
        bridges.close();
        cluster.close();
    }

    @Test
    void shouldTakeOverFromOneThatIsGoneWithoutAWord() {
        // Given
        MockCluster.Door door = cluster.ownDoor();
        bridges.start(elections, cluster.client(door), Settings.of("bridge-crash", "first"));
        await().until(() -> "first".equals(holder()));
        bridges.start(elections, cluster.client(), Settings.of("bridge-crash", "second"));
        cluster.apply("bridge-crash", Yaml.service("one"));
        awaitService("one", "bridge-crash");
        assertThat(holder()).isEqualTo("first");

        // When
        door.shut();

        // Then
        await().until(() -> "second".equals(holder()));
        cluster.apply("bridge-crash", Yaml.service("two"));
        awaitService("two", "bridge-crash");
    }

    @Test
    void shouldHandOverAtOnceWhenItIsStopped() throws InterruptedException {
        Election first = bridges.start(elections, cluster.client(), patient("first"));
        await().until(() -> "first".equals(holder()));
        bridges.start(elections, cluster.client(), patient("second"));

        first.stop();

        await().until(() -> "second".equals(holder()));
    }

    /// An hour would pass until somebody else's Lease runs out.
    private static RegistryConfig.Kubernetes patient(String identity) {
        return Settings.with(
                Map.of(
                        "namespaces", "bridge-hand",
                        "lease.identity", identity,
                        "lease.duration", "1h"));
    }

    private @Nullable String holder() {
        Lease lease =
                cluster.people()
                        .leases()
                        .inNamespace("default")
                        .withName("gantry-model-registry")
                        .get();
        return lease == null ? null : lease.getSpec().getHolderIdentity();
    }

    private static void awaitService(String name, String namespace) {
        await().untilAsserted(() -> given().get(SERVICES + name, namespace).then().statusCode(200));
    }
}
