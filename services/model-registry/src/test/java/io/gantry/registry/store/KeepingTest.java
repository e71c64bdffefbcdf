package io.gantry.registry.store;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.Http;
import io.gantry.registry.Yaml;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Resources are found by what is kept about them, as the writer of statuses does.
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class KeepingTest {

    @Inject Resources resources;

    @Test
    void shouldFindWhatContainsThePattern() throws InterruptedException {
        Http.yaml()
                .body(Yaml.service("iris"))
                .post("/apis/serving.kserve.io/v1beta1/namespaces/keeping/inferenceservices")
                .then()
                .statusCode(201);
        ResourceKey key = new ResourceKey(InferenceService.KIND, "keeping", "iris");

        assertThat(keeping(revision("iris-00001"))).contains(key);
        assertThat(keeping(KServeJson.mapper().createObjectNode())).contains(key);
        assertThat(keeping(revision("iris-00002"))).doesNotContain(key);

        given().delete("/apis/serving.kserve.io/v1beta1/namespaces/keeping/inferenceservices/iris")
                .then()
                .statusCode(200);
        assertThat(keeping(revision("iris-00001"))).doesNotContain(key);
    }

    private List<ResourceKey> keeping(ObjectNode pattern) throws InterruptedException {
        return Waiting.on(() -> resources.keeping(InferenceService.KIND, pattern));
    }

    private static ObjectNode revision(String name) {
        ObjectNode pattern = KServeJson.mapper().createObjectNode();
        pattern.putArray("revisions").addObject().put("name", name);
        return pattern;
    }
}
