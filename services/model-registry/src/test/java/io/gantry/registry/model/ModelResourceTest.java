package io.gantry.registry.model;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.gantry.bus.EventPublisher;
import io.gantry.events.ArtifactFailed;
import io.gantry.events.ArtifactReference;
import io.gantry.events.Endpoint;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.PredictorObserved;
import io.gantry.events.Topic;
import io.gantry.registry.Artifact;
import io.gantry.registry.TopicReader;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@SuppressWarnings("NullAway.Init")
class ModelResourceTest {

    @Inject EventPublisher publisher;

    @Test
    void shouldRegisterAModelAndPublishIt() {
        // When
        register("default", "minilm", "s3://models/minilm")
                .statusCode(201)
                .header("Location", endsWith("/v1/models/default/minilm"));

        // Then
        given().get("/v1/models/default/minilm")
                .then()
                .statusCode(200)
                .body("name", equalTo("minilm"))
                .body("namespace", equalTo("default"))
                .body("generation", equalTo(1))
                .body("revisions.name", contains("minilm-00001"))
                .body("revisions.trafficPercent", contains(100))
                .body("modelFormat", equalTo("onnx"))
                .body("storageUri", equalTo("s3://models/minilm"))
                .body("url", endsWith("/default/minilm"))
                .body("ready", equalTo(false))
                .body("reason", notNullValue())
                .body("createdAt", endsWith("Z"));
        try (TopicReader topic = new TopicReader(Topic.INFERENCE_SERVICES.topicName())) {
            InferenceServiceApplied event =
                    topic.awaitEvents("default/minilm", InferenceServiceApplied.class, 1)
                            .getFirst();
            assertThat(event.generation()).isEqualTo(1);
            assertThat(event.revisions()).hasSize(1);
        }
    }

    @Test
    void shouldChangeAModelWithAndWithoutANewRevision() {
        register("changes", "iris", "s3://models/v1").statusCode(201);

        update("changes", "iris", "\"storageUri\": \"s3://models/v1\", \"minReplicas\": 2")
                .statusCode(200)
                .body("generation", equalTo(2))
                .body("revisions.name", contains("iris-00001"));
        update("changes", "iris", "\"storageUri\": \"s3://models/v2\", \"minReplicas\": 2")
                .statusCode(200)
                .body("generation", equalTo(3))
                .body("revisions.name", contains("iris-00002"))
                .body("storageUri", equalTo("s3://models/v2"));
        given().delete("/v1/models/changes/iris").then().statusCode(204);
        given().get("/v1/models/changes/iris")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", containsString("no model iris in namespace changes"));
    }

    @Test
    void shouldAnswerTheSameModelAgainAndRefuseAnother() {
        register("again", "iris", "s3://models/v1").statusCode(201);

        register("again", "iris", "s3://models/v1").statusCode(200).body("generation", equalTo(1));
        register("again", "iris", "s3://models/v2")
                .statusCode(409)
                .body("type", equalTo("urn:gantry:problem:model-exists"))
                .body("detail", containsString("PUT /v1/models/again/iris"));
    }

    @Test
    void shouldSayWhyAModelDoesNotStart() {
        // Given
        register("failing", "lost", "s3://models/lost").statusCode(201);
        ArtifactReference files = Artifact.of("failing", "s3://models/lost");

        // When
        publisher.publish(
                new ArtifactFailed(
                        files.artifact(),
                        "node-1",
                        "s3://models/lost",
                        1,
                        Failure.of(
                                FailureReason.STORAGE_NOT_FOUND,
                                "There is nothing at s3://models/lost",
                                "Check the storageUri."),
                        null));

        // Then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        given().get("/v1/models/failing/lost")
                                .then()
                                .body("ready", equalTo(false))
                                .body("reason", equalTo("StorageNotFound"))
                                .body("message", containsString("nothing at s3://models/lost"))
                                .body("message", containsString("Check the storageUri."))
                                .body("failure.revision", equalTo("lost-00001")));
    }

    @Test
    void shouldShowTheProfileThatAModelWasWrittenWith() {
        register("profiles", "iris", "s3://models/v1").body("profile", nullValue());

        update(
                        "profiles",
                        "iris",
                        "\"storageUri\": \"s3://models/v1\", \"profile\": \"production\"")
                .statusCode(200)
                .body("profile", equalTo("production"))
                .body("revisions.name", contains("iris-00001"));
        given().get("/apis/serving.kserve.io/v1beta1/namespaces/profiles/inferenceservices/iris")
                .then()
                .body("spec.predictor.minReplicas", equalTo(2))
                .body("metadata.annotations.'serving.gantry.io/profile'", equalTo("production"));
        update("profiles", "iris", "\"storageUri\": \"s3://models/v1\"")
                .body("profile", nullValue());
    }

    @Test
    void shouldListModelsInPages() {
        List.of("a", "b", "c")
                .forEach(name -> register("pages", name, "s3://models/" + name).statusCode(201));

        given().queryParam("namespace", "pages")
                .queryParam("limit", 2)
                .get("/v1/models")
                .then()
                .statusCode(200)
                .body("items.name", contains("a", "b"))
                .body("next", equalTo("pages/b"));
        given().queryParam("namespace", "pages")
                .queryParam("after", "pages/b")
                .get("/v1/models")
                .then()
                .body("items.name", contains("c"))
                .body("next", nullValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    search=MINI | mini, other-mini
                    search=% |
                    search=_ |
                    search=i-m |
                    labels=team=search | mini, other-mini
                    labels=team==search,tier=gold | mini
                    labels=team!=search | plain
                    labels=tier in (gold,silver) | mini, other-mini
                    labels=tier notin (gold) | other-mini, plain
                    labels=example.com/owner | other-mini
                    labels=!team | plain
                    labels=absent |
                    labels=team=search&search=other | other-mini
                    ready=false | mini, other-mini, plain
                    ready=true |
                    ready=&labels=&search= | mini, other-mini, plain
                    """)
    void shouldListOnlyWhatIsLookedFor(String query, @Nullable String names) {
        label("mini", "{\"team\": \"search\", \"tier\": \"gold\"}");
        label(
                "other-mini",
                "{\"team\": \"search\", \"tier\": \"silver\", \"example.com/owner\": \"me\"}");
        label("plain", "{}");
        var request = given().queryParam("namespace", "looked-for");
        for (String parameter : query.split("&", -1)) {
            String[] parts = parameter.split("=", 2);
            request.queryParam(parts[0], parts[1]);
        }

        List<String> found =
                request.get("/v1/models").then().statusCode(200).extract().path("items.name");

        assertThat(String.join(", ", found)).isEqualTo(names == null ? "" : names);
    }

    @Test
    void shouldListInPagesOfWhatIsLookedFor() {
        for (String name : List.of("a-1", "b-2", "c-1", "d-1")) {
            register("looked-pages", name, "s3://models/m").statusCode(201);
        }

        given().queryParam("namespace", "looked-pages")
                .queryParam("search", "-1")
                .queryParam("limit", 2)
                .get("/v1/models")
                .then()
                .body("items.name", contains("a-1", "c-1"))
                .body("next", equalTo("looked-pages/c-1"));
        given().queryParam("namespace", "looked-pages")
                .queryParam("search", "-1")
                .queryParam("after", "looked-pages/c-1")
                .get("/v1/models")
                .then()
                .body("items.name", contains("d-1"))
                .body("next", nullValue());
    }

    @Test
    void shouldListWhatIsReady() {
        register("readies", "serves", "s3://models/serves").statusCode(201);
        register("readies", "waits", "s3://models/waits").statusCode(201);

        publisher.publish(
                new PredictorObserved(
                        "readies",
                        "serves",
                        "serves-00001",
                        1,
                        PredictorObserved.Phase.READY,
                        1,
                        List.of(new Endpoint("r0", "127.0.0.1", 4000, "n", true, 9L)),
                        "gantry-onnx",
                        null));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> {
                    given().get("/v1/models?namespace=readies&ready=true")
                            .then()
                            .body("items.name", contains("serves"));
                    given().get("/v1/models?namespace=readies&ready=false")
                            .then()
                            .body("items.name", contains("waits"));
                });
    }

    @Test
    void shouldShowAndCheckLabels() {
        label("mini", "{\"team\": \"search\", \"tier\": \"gold\"}");

        given().get("/v1/models/looked-for/mini")
                .then()
                .body("labels", equalTo(Map.of("team", "search", "tier", "gold")));
        update("looked-for", "mini", "\"storageUri\": \"s3://m\", \"labels\": {\"a b\": \"c d\"}")
                .statusCode(422)
                .body("errors.field", everyItem(equalTo("labels.a b")))
                .body("errors.message", hasItem(containsString("a label's key")))
                .body("errors.message", hasItem(containsString("a label's value")));
    }

    @ParameterizedTest
    @CsvSource({
        "limit,0",
        "limit,1001",
        "limit,many",
        "after,name",
        "after,ns/",
        "ready,maybe",
        "labels,a b",
        "labels,=b"
    })
    void shouldRefuseParametersThatItCannotRead(String name, String value) {
        given().queryParam(name, value)
                .get("/v1/models")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.field", contains(name))
                .body("detail", containsString("\"%s\"".formatted(value)));
    }

    private static ValidatableResponse register(String namespace, String name, String storageUri) {
        return given().contentType("application/json")
                .body(
                        """
                        {"name": "%s", "namespace": "%s", "modelFormat": "onnx", "storageUri": "%s"}\
                        """
                                .formatted(name, namespace, storageUri))
                .post("/v1/models")
                .then();
    }

    private static void label(String name, String labels) {
        given().contentType("application/json")
                .body(
                        """
                        {"name": "%s", "namespace": "looked-for", "modelFormat": "onnx", \
                        "storageUri": "s3://m", "labels": %s}\
                        """
                                .formatted(name, labels))
                .post("/v1/models")
                .then()
                .statusCode(anyOf(equalTo(200), equalTo(201)));
    }

    private static ValidatableResponse update(String namespace, String name, String fields) {
        return given().contentType("application/json")
                .body("{\"modelFormat\": \"onnx\", %s}".formatted(fields))
                .put("/v1/models/{namespace}/{name}", namespace, name)
                .then();
    }
}
