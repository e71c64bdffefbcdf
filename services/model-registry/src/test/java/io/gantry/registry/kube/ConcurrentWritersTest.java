package io.gantry.registry.kube;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.gantry.registry.Http;
import io.gantry.registry.Yaml;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ConcurrentWritersTest {

    private static final int WRITERS = 8;
    private static final String OF =
            "/apis/serving.kserve.io/v1beta1/namespaces/crowd/inferenceservices";

    @Test
    void shouldLetOneOfManyCreateAName() throws Exception {
        List<Integer> codes =
                all(writer -> Http.yaml().body(replicas("created", writer)).post(OF).statusCode());

        assertThat(codes).containsOnly(201, 409).containsOnlyOnce(201);
        given().get(OF + "/created").then().body("metadata.generation", equalTo(1));
    }

    @Test
    void shouldLetOneOfManyReplaceTheVersionThatAllHaveSeen() throws Exception {
        // Given
        String seen =
                Http.yaml()
                        .body(replicas("replaced", 1))
                        .post(OF)
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("metadata.resourceVersion");

        // When
        List<Integer> codes =
                all(writer ->
                        Http.yaml()
                                .body(
                                        replicas("replaced", writer + 2)
                                                .replace(
                                                        "metadata:",
                                                        "metadata:\n  resourceVersion: \"%s\""
                                                                .formatted(seen)))
                                .put(OF + "/replaced")
                                .statusCode());

        // Then
        assertThat(codes).containsOnly(200, 409).containsOnlyOnce(200);
        given().get(OF + "/replaced").then().body("metadata.generation", equalTo(2));
    }

    private static String replicas(String name, int replicas) {
        return Yaml.service(name).replace("minReplicas: 1", "minReplicas: " + replicas);
    }

    private static List<Integer> all(IntFunction<Integer> writer) throws Exception {
        try (var threads = Executors.newFixedThreadPool(WRITERS)) {
            List<Callable<Integer>> work =
                    IntStream.range(0, WRITERS)
                            .<Callable<Integer>>mapToObj(number -> () -> writer.apply(number))
                            .toList();
            return threads.invokeAll(work).stream().map(Future::resultNow).toList();
        }
    }
}
