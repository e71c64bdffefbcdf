package io.gantry.registry.kube;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceDeleted;
import io.gantry.events.Topic;
import io.gantry.registry.Http;
import io.gantry.registry.TopicReader;
import io.gantry.registry.Yaml;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class InferenceServiceApiTest {

    private static final String ALL = "/apis/serving.kserve.io/v1beta1/inferenceservices";
    private static final String OF =
            "/apis/serving.kserve.io/v1beta1/namespaces/{ns}/inferenceservices";
    private static final String ONE = OF + "/{name}";

    @Test
    void shouldAnswerWithWhatTheRegistryFillsIn() {
        create("filled", Yaml.service("iris"))
                .statusCode(201)
                .contentType("application/json")
                .body("apiVersion", equalTo("serving.kserve.io/v1beta1"))
                .body("kind", equalTo("InferenceService"))
                .body("metadata.namespace", equalTo("filled"))
                .body("metadata.uid", notNullValue())
                .body("metadata.resourceVersion", notNullValue())
                .body("metadata.generation", equalTo(1))
                .body("metadata.creationTimestamp", containsString("T"))
                .body("spec.predictor.model.storageUri", equalTo("s3://models/minilm"))
                .body("status.conditions.find { it.type == 'Ready' }.status", equalTo("Unknown"));

        given().get(ONE, "filled", "iris")
                .then()
                .statusCode(200)
                .body("metadata.generation", equalTo(1))
                .body("status.url", containsString("/filled/iris"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/yaml",
                "text/yaml",
                "application/x-yaml",
                "text/x-yaml",
                "application/yaml;charset=utf-8"
            })
    void shouldTakeYamlUnderAllItsNames(String type) {
        String name = "t" + type.replaceAll("[^a-z]", "");
        Http.sending(type).body(Yaml.service(name)).post(OF, "typed").then().statusCode(201);
    }

    @Test
    void shouldRefuseANameThatIsTakenEvenByTheSame() {
        create("taken", Yaml.service("iris")).statusCode(201);

        create("taken", Yaml.service("iris"))
                .statusCode(409)
                .body("kind", equalTo("Status"))
                .body("reason", equalTo("AlreadyExists"))
                .body("details.name", equalTo("iris"))
                .body("details.kind", equalTo("inferenceservices"));
    }

    @Test
    void shouldReplaceOnlyTheVersionThatTheClientHasSeen() {
        // Given
        String seen =
                create("versions", Yaml.service("iris"))
                        .statusCode(201)
                        .extract()
                        .path("metadata.resourceVersion");
        String two = Yaml.service("iris").replace("minReplicas: 1", "minReplicas: 2");
        String conditional = two.replace("  name: iris", "  name: iris\n  resourceVersion: \"%s\"");

        // When
        replace("versions", "iris", conditional.formatted(seen))
                .statusCode(200)
                .body("metadata.generation", equalTo(2))
                .body("spec.predictor.minReplicas", equalTo(2));

        // Then
        replace("versions", "iris", conditional.formatted(seen).replace(": 2", ": 3"))
                .statusCode(409)
                .body("reason", equalTo("Conflict"))
                .body("message", containsString(seen + " in the request"));
        given().get(ONE, "versions", "iris").then().body("spec.predictor.minReplicas", equalTo(2));
    }

    @Test
    void shouldNotReplaceWhatIsNotThere() {
        replace("nothing", "iris", Yaml.service("iris"))
                .statusCode(404)
                .body("reason", equalTo("NotFound"));
        replace("nothing", "other", Yaml.service("iris"))
                .statusCode(400)
                .body("message", containsString("(iris)"));
    }

    @Test
    void shouldDeleteAndTellEverybody() {
        // Given
        create("deleted", Yaml.service("iris")).statusCode(201);

        // When
        given().delete(ONE, "deleted", "iris")
                .then()
                .statusCode(200)
                .body("kind", equalTo("Status"))
                .body("status", equalTo("Success"))
                .body("details.uid", notNullValue());

        // Then
        given().get(ONE, "deleted", "iris").then().statusCode(404);
        given().delete(ONE, "deleted", "iris")
                .then()
                .statusCode(404)
                .body("message", containsString("\"iris\" not found"));
        try (TopicReader topic = new TopicReader(Topic.INFERENCE_SERVICES.topicName())) {
            var events = topic.await("deleted/iris", 2).stream().map(TopicReader::decode).toList();
            assertThat(events.get(0)).isInstanceOf(InferenceServiceApplied.class);
            assertThat(events.get(1)).isInstanceOf(InferenceServiceDeleted.class);
        }
    }

    @Test
    void shouldListByNamespaceLabelsAndFields() {
        create("listed", labelled("one", "team: search")).statusCode(201);
        create("listed", labelled("two", "team: other")).statusCode(201);
        create("elsewhere", labelled("one", "team: search")).statusCode(201);

        list(OF, "listed")
                .body("kind", equalTo("InferenceServiceList"))
                .body("metadata.resourceVersion", notNullValue())
                .body("items.metadata.name", contains("one", "two"))
                .body("items.kind", hasItems("InferenceService"));
        given().queryParam("labelSelector", "team in (search)")
                .get(ALL)
                .then()
                .body("items.metadata.namespace", hasItems("listed", "elsewhere"))
                .body("items.metadata.name", not(hasItem("two")));
        given().queryParam("fieldSelector", "metadata.name=two,metadata.namespace=listed")
                .get(ALL)
                .then()
                .body("items.metadata.name", contains("two"));
        given().queryParam("labelSelector", "a b")
                .get(ALL)
                .then()
                .statusCode(400)
                .body("message", containsString("\"a b\" is no requirement"));
    }

    @Test
    void shouldListInPages() {
        // Given
        List.of("a", "b", "c", "d", "e")
                .forEach(name ->
                        create("paged", labelled(name, name.equals("c") ? "x: y" : "x: z"))
                                .statusCode(201));

        // When
        var first = given().queryParam("limit", 2).get(OF, "paged").then().statusCode(200);
        String next = first.extract().path("metadata.continue");
        var second = page(2, next);
        var third = page(2, second.extract().path("metadata.continue"));

        // Then
        first.body("items.metadata.name", contains("a", "b"));
        second.body("items.metadata.name", contains("c", "d"));
        third.body("items.metadata.name", contains("e")).body("metadata.continue", nullValue());
        given().queryParam("limit", 2)
                .queryParam("labelSelector", "x=z")
                .queryParam("continue", next)
                .get(OF, "paged")
                .then()
                .body("items.metadata.name", contains("d", "e"))
                .body("metadata.continue", nullValue());
    }

    @ParameterizedTest
    @CsvSource({"limit,-1", "limit,x", "continue,!"})
    void shouldRefuseParametersThatItCannotHonour(String parameter, String value) {
        given().queryParam(parameter, value)
                .get(ALL)
                .then()
                .statusCode(400)
                .body("reason", equalTo("BadRequest"))
                .body("message", containsString(parameter));
    }

    private static ValidatableResponse page(int limit, String next) {
        return given().queryParam("limit", limit)
                .queryParam("continue", next)
                .get(OF, "paged")
                .then()
                .statusCode(200);
    }

    private static String labelled(String name, String label) {
        return Yaml.service(name)
                .replace("  name: " + name, "  name: %s\n  labels: {%s}".formatted(name, label));
    }

    private static ValidatableResponse list(String path, Object... parameters) {
        return given().get(path, parameters).then().statusCode(200);
    }

    private static ValidatableResponse create(String namespace, String yaml) {
        return Http.yaml().body(yaml).post(OF, namespace).then();
    }

    private static ValidatableResponse replace(String namespace, String name, String yaml) {
        return Http.yaml().body(yaml).put(ONE, namespace, name).then();
    }
}
