package io.gantry.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiTest {

    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

    @Test
    void shouldDescribeEveryOperationWithExamples() throws Exception {
        // When
        JsonNode document =
                new ObjectMapper()
                        .readTree(
                                given().get("/q/openapi?format=json")
                                        .then()
                                        .statusCode(200)
                                        .extract()
                                        .asString());

        // Then
        List<String> faults = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue().properties().stream()
                                .filter(operation -> METHODS.contains(operation.getKey()))
                                .forEach(operation -> {
                                    String name = operation.getKey() + " " + path.getKey();
                                    seen.add(name);
                                    check(name, operation.getValue(), document, faults);
                                }));
        assertThat(faults).isEmpty();
        assertThat(seen)
                .contains(
                        "get /v1/models",
                        "post /v1/manifests",
                        "post /v1/plan",
                        "get /v1/profiles",
                        "patch /apis/serving.kserve.io/{version}/namespaces/{namespace}/{plural}/{name}",
                        "delete /apis/serving.kserve.io/{version}/{plural}/{name}");
    }

    @Test
    void shouldReferToNothingThatIsNotThere() throws Exception {
        JsonNode document =
                new ObjectMapper()
                        .readTree(
                                given().get("/q/openapi?format=json").then().extract().asString());

        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference ->
                        assertThat(document.at(reference.substring(1)).isMissingNode())
                                .as(reference)
                                .isFalse());
    }

    @Test
    void shouldShowThemInSwaggerUi() {
        given().get("/q/swagger-ui/").then().statusCode(200);
    }

    private static void check(
            String name, JsonNode operation, JsonNode document, List<String> faults) {
        if (operation.path("summary").asText().isBlank()) {
            faults.add(name + " has no summary");
        }
        if (operation.has("requestBody")) {
            exemplified(
                    name + " request", resolved(operation.path("requestBody"), document), faults);
        }
        boolean errors = false;
        for (var response : operation.path("responses").properties()) {
            errors |= response.getKey().startsWith("4");
            if (!response.getKey().equals("204")) {
                exemplified(
                        name + " " + response.getKey(),
                        resolved(response.getValue(), document),
                        faults);
            }
        }
        if (!errors) {
            faults.add(name + " names no error");
        }
    }

    private static void exemplified(String name, JsonNode body, List<String> faults) {
        boolean without =
                body.path("content").isEmpty()
                        || body.path("content")
                                .valueStream()
                                .anyMatch(content -> content.path("examples").isEmpty());
        if (without) {
            faults.add(name + " has no example");
        }
    }

    private static JsonNode resolved(JsonNode node, JsonNode document) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }
}
