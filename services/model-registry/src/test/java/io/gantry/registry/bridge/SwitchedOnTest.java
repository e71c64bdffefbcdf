package io.gantry.registry.bridge;

import static io.gantry.registry.bridge.Patience.await;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.gantry.registry.Yaml;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The bridge as a setting switches it on, with the client as its own settings make it.
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(SwitchedOnTest.On.class)
@SuppressWarnings("NullAway.Init")
class SwitchedOnTest {

    @Inject KubernetesClient client;

    @Test
    void shouldTakeInWhatIsCreatedInTheCluster() {
        client.genericKubernetesResources(service().definition())
                .inNamespace("bridge-on")
                .resource(
                        Serialization.unmarshal(
                                Yaml.service("iris"), GenericKubernetesResource.class))
                .create();

        await().untilAsserted(() ->
                given().get(
                                "/apis/serving.kserve.io/v1beta1/namespaces/bridge-on/inferenceservices/iris")
                        .then()
                        .statusCode(200));
        given().get("/q/metrics")
                .then()
                .body(containsString("gantry_registry_bridge_leads 1.0"))
                .body(
                        containsString(
                                "gantry_registry_bridge_objects_total{outcome=\"applied\"} 1.0"));
    }

    private static ClusterKind service() {
        return ClusterKind.all().stream()
                .filter(kind -> kind.name().equals("InferenceService"))
                .findFirst()
                .orElseThrow();
    }

    public static class On implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "gantry.registry.kubernetes.enabled", "true",
                    "gantry.registry.kubernetes.namespaces", "bridge-on");
        }
    }
}
