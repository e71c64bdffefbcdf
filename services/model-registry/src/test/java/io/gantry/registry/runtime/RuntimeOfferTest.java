package io.gantry.registry.runtime;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.registry.Http;
import io.gantry.registry.Yaml;
import io.gantry.registry.resource.ApplyOutcome;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/// What files offer at each start, beside what people do with the API meanwhile.
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class RuntimeOfferTest {

    private static final String CLUSTER = "/apis/serving.kserve.io/v1alpha1/clusterservingruntimes";

    @Inject Runtimes runtimes;

    @Test
    void shouldFollowItsFileAsLongAsNobodyElseWritesIt() throws Throwable {
        String file = Yaml.runtime("ClusterServingRuntime", "of-file");
        String newer = file.replace("server:1", "server:2");

        assertThat(offer(file, "1")).isInstanceOf(OfferOutcome.Applied.class);
        assertThat(offer(file, "1")).isInstanceOf(OfferOutcome.Known.class);
        assertThat(offer(newer, "2"))
                .isInstanceOfSatisfying(
                        OfferOutcome.Applied.class,
                        applied ->
                                assertThat(applied.outcome())
                                        .isInstanceOf(ApplyOutcome.Configured.class));
        given().get(CLUSTER + "/of-file")
                .then()
                .body("metadata.generation", equalTo(2))
                .body("spec.containers[0].image", equalTo("example/server:2"));
    }

    @Test
    void shouldLeaveAloneWhatSomebodyHasChanged() throws Throwable {
        String file = Yaml.runtime("ClusterServingRuntime", "changed");
        offer(file, "1");
        Http.yaml()
                .body(file.replace("server:1", "server:mine"))
                .put(CLUSTER + "/changed")
                .then()
                .statusCode(200);

        assertThat(offer(file, "2")).isInstanceOf(OfferOutcome.LeftAlone.class);
        given().get(CLUSTER + "/changed")
                .then()
                .body("spec.containers[0].image", equalTo("example/server:mine"));
    }

    @Test
    void shouldNotBringBackWhatSomebodyHasDeleted() throws Throwable {
        String file = Yaml.runtime("ClusterServingRuntime", "unwanted");
        offer(file, "1");
        given().delete(CLUSTER + "/unwanted").then().statusCode(200);

        assertThat(offer(file, "1")).isInstanceOf(OfferOutcome.LeftAlone.class);
        given().get(CLUSTER + "/unwanted").then().statusCode(404);
    }

    @Test
    void shouldHoldFilesToTheRulesOfAll() throws Throwable {
        String file = Yaml.runtime("ClusterServingRuntime", "broken");

        assertThat(offer(file.substring(0, file.indexOf("  containers")), "1"))
                .isInstanceOfSatisfying(
                        OfferOutcome.Applied.class,
                        applied ->
                                assertThat(applied.outcome())
                                        .isInstanceOf(ApplyOutcome.Invalid.class));
    }

    private OfferOutcome offer(String yaml, String hash) throws Throwable {
        ServingRuntime runtime =
                ((Manifest.OfServingRuntime) Manifests.read(yaml).getFirst()).resource();
        return VertxContextSupport.subscribeAndAwait(() -> runtimes.offer(runtime, hash));
    }
}
