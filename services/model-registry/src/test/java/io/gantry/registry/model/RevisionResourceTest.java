package io.gantry.registry.model;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.gantry.bus.EventPublisher;
import io.gantry.events.Endpoint;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.PredictorObserved;
import io.gantry.events.Topic;
import io.gantry.registry.Database;
import io.gantry.registry.Http;
import io.gantry.registry.TopicReader;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@SuppressWarnings("NullAway.Init")
class RevisionResourceTest {

    private static final String DIGEST = "ab".repeat(32);

    @Inject EventPublisher publisher;

    @Test
    void shouldListRevisionsTheNewestFirst() {
        threeRevisionsOf("listed");

        given().get("/v1/models/revisions/listed/revisions")
                .then()
                .statusCode(200)
                .body("items.name", contains("listed-00003", "listed-00002", "listed-00001"))
                .body("items.number", contains(3, 2, 1))
                .body("items.generation", contains(3, 2, 1))
                .body("items.desired", contains(true, false, false))
                .body("items.rolledOut", contains(true, false, false))
                .body("items.trafficPercent", contains(100, 0, 0))
                .body("items.ready", contains(false, false, false))
                .body("items[2].createdAt", endsWith("Z"))
                .body("items[2].predictor.model.storageUri", equalTo("s3://models/1"))
                .body("items[2].predictor", not(hasKey("minReplicas")))
                .body("items[2].artifacts.storageUri", contains("s3://models/1"))
                .body("next", nullValue());
        given().queryParam("limit", 2)
                .get("/v1/models/revisions/listed/revisions")
                .then()
                .body("items.number", contains(3, 2))
                .body("next", equalTo("listed-00002"));
        given().queryParam("after", "listed-00002")
                .get("/v1/models/revisions/listed/revisions")
                .then()
                .body("items.number", contains(1))
                .body("next", nullValue());
    }

    @Test
    void shouldSayWhichRevisionIsReady() {
        threeRevisionsOf("seen");

        publisher.publish(
                new PredictorObserved(
                        "revisions",
                        "seen",
                        "seen-00002",
                        1,
                        PredictorObserved.Phase.READY,
                        1,
                        List.of(new Endpoint("r0", "127.0.0.1", 4000, "n", true, 9L)),
                        "gantry-onnx",
                        null));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        given().get("/v1/models/revisions/seen/revisions")
                                .then()
                                .body("items.ready", contains(false, true, false)));
        given().get("/v1/models/revisions/seen/revisions/seen-00002")
                .then()
                .statusCode(200)
                .body("name", equalTo("seen-00002"))
                .body("ready", equalTo(true));
    }

    @ParameterizedTest
    @CsvSource({
        "limit,0",
        "limit,many",
        "after,pages",
        "after,other-00001",
        "after,pages-1",
        "after,pages-9999999999"
    })
    void shouldRefuseParametersThatItCannotRead(String name, String value) {
        given().queryParam(name, value)
                .get("/v1/models/revisions/pages/revisions")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.field", contains(name))
                .body("detail", containsString("\"%s\"".formatted(value)));
    }

    @Test
    void shouldTellRevisionsApart() {
        register("diffed", 1, "\"args\": [\"--a\", \"--b\"], \"env\": {\"MODE\": \"fast\"}")
                .statusCode(201);
        update(
                        "diffed",
                        2,
                        "\"args\": [\"--a\"], \"env\": {\"MODE\": \"slow\"}, \"sha256\": \"%s\""
                                .formatted(DIGEST))
                .statusCode(200);
        update("diffed", 3, "\"args\": [\"--a\"]").statusCode(200);

        diff("diffed", 2)
                .statusCode(200)
                .body("revision", equalTo("diffed-00002"))
                .body("with", equalTo("diffed-00001"))
                .body(
                        "differences.path",
                        contains(
                                "/predictor/model/args/1",
                                "/predictor/model/env/0/value",
                                "/predictor/model/storageUri",
                                "/sha256"))
                .body("differences.before", contains("--b", "fast", "s3://models/1", null))
                .body("differences.after", contains(null, "slow", "s3://models/2", DIGEST))
                .body("differences[0]", not(hasKey("after")))
                .body("differences[3]", not(hasKey("before")));
        given().queryParam("with", "diffed-00003")
                .get("/v1/models/revisions/diffed/revisions/diffed-00001/diff")
                .then()
                .body("with", equalTo("diffed-00003"))
                .body(
                        "differences.find { it.path == '/predictor/model/storageUri' }.before",
                        equalTo("s3://models/3"));
        given().queryParam("with", "diffed-00002")
                .get("/v1/models/revisions/diffed/revisions/diffed-00002/diff")
                .then()
                .body("differences", empty());
        diff("diffed", 1)
                .statusCode(404)
                .body("type", equalTo("urn:gantry:problem:revision-not-found"))
                .body("detail", containsString("no revision before diffed-00001"));
    }

    @Test
    void shouldGoBackToARevision() {
        register("back", 1, "\"sha256\": \"%s\", \"minReplicas\": 2".formatted(DIGEST))
                .statusCode(201);
        update("back", 2, "\"minReplicas\": 3").statusCode(200);

        rollback("back", "{\"revision\": \"back-00001\"}")
                .statusCode(200)
                .body("generation", equalTo(3))
                .body("storageUri", equalTo("s3://models/1"))
                .body("revisions.name", contains("back-00001"))
                .body("revisions.trafficPercent", contains(100));

        // Then it is told, with what was expected then
        try (TopicReader topic = new TopicReader(Topic.INFERENCE_SERVICES.topicName())) {
            InferenceServiceApplied event =
                    topic.awaitEvents("revisions/back", InferenceServiceApplied.class, 3).getLast();
            assertThat(event.generation()).isEqualTo(3);
            assertThat(event.revisions())
                    .singleElement()
                    .satisfies(revision -> {
                        assertThat(revision.number()).isEqualTo(1);
                        assertThat(revision.artifacts().getFirst().sha256()).isEqualTo(DIGEST);
                        assertThat(revision.predictor().path("minReplicas").asInt()).isEqualTo(2);
                    });
        }
        given().get("/v1/models/revisions/back/revisions")
                .then()
                .body("items.number", contains(2, 1))
                .body("items.rolledOut", contains(false, true));
    }

    @Test
    void shouldLeaveWhatHasEverythingAsItIs() {
        register("left", 1, "\"minReplicas\": 1").statusCode(201);
        update("left", 1, "\"minReplicas\": 2").statusCode(200);

        rollback("left", "{\"revision\": \"left-00001\"}")
                .statusCode(200)
                .body("generation", equalTo(2));

        manifest("left").body("spec.predictor.minReplicas", equalTo(2));
    }

    @Test
    void shouldGoBackToWhatWasRolledOutBefore() {
        threeRevisionsOf("forth");

        given().noContentType()
                .post("/v1/models/revisions/forth/rollback")
                .then()
                .statusCode(200)
                .body("revisions.name", contains("forth-00002"));
        rollback("forth", "{}").statusCode(200).body("revisions.name", contains("forth-00003"));
    }

    @Test
    void shouldEndACanaryByGoingBack() {
        canary("ended", 30);

        rollback("ended", "")
                .statusCode(200)
                .body("revisions.name", contains("ended-00001"))
                .body("revisions.trafficPercent", contains(100));

        manifest("ended")
                .body("spec.predictor.model.storageUri", equalTo("s3://models/1"))
                .body("spec.predictor", not(hasKey("canaryTrafficPercent")));
    }

    @Test
    void shouldNameTheRevisionsThatThereAre() {
        threeRevisionsOf("named");

        rollback("named", "{\"revision\": \"named-00009\"}")
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:gantry:problem:revision-not-found"))
                .body(
                        "detail",
                        allOf(
                                containsString("no revision named-00009 of model named"),
                                containsString("named-00003, named-00002, named-00001")));
        given().get("/v1/models/revisions/named/revisions/named-00009")
                .then()
                .statusCode(404)
                .body("detail", containsString("named-00003, named-00002, named-00001"));
        register("alone", 1, "\"minReplicas\": 1").statusCode(201);
        rollback("alone", "")
                .statusCode(404)
                .body(
                        "detail",
                        equalTo(
                                "Model alone in namespace revisions has no revision of which it is known"
                                        + " that it was rolled out before; name one of alone-00001"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,revisions",
        "GET,revisions/nobody-00001",
        "GET,revisions/nobody-00001/diff",
        "POST,rollback",
        "POST,promote"
    })
    void shouldSayThatThereIsNoSuchModel(String method, String path) {
        given().noContentType()
                .request(method, "/v1/models/revisions/nobody/" + path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:gantry:problem:model-not-found"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    rollback | [] | 400 | a JSON object is expected
                    rollback | {"revision": | 400 | Line 1
                    rollback | {"revision": 1} | 422 | revision: must be text, found 1
                    rollback | {"to": "x"} | 422 | there is no such field; there are revision
                    promote | {"trafficPercent": 101} | 422 | trafficPercent: must be a percentage from 0 to 100, found 101
                    promote | {"trafficPercent": -1} | 422 | found -1
                    promote | {"trafficPercent": "40"} | 422 | must be a whole number, found "40"
                    promote | {"trafficPercent": 40.5} | 422 | must be a whole number
                    promote | {"percent": 40} | 422 | there is no such field; there are trafficPercent
                    """)
    void shouldRefuseABodyThatItDoesNotUnderstand(
            String path, String body, int status, String detail) {
        post("nobody", path, body)
                .statusCode(status)
                .contentType("application/problem+json")
                .body("detail", containsString(detail));
    }

    @Test
    void shouldMoveACanaryOnAndPromoteIt() {
        canary("promoted", 30);

        post("promoted", "promote", "{\"trafficPercent\": 40}")
                .statusCode(200)
                .body("revisions.name", contains("promoted-00001", "promoted-00002"))
                .body("revisions.trafficPercent", contains(60, 40));
        given().noContentType()
                .post("/v1/models/revisions/promoted/promote")
                .then()
                .statusCode(200)
                .body("revisions.name", contains("promoted-00002"))
                .body("revisions.trafficPercent", contains(100));

        manifest("promoted")
                .body("spec.predictor.model.storageUri", equalTo("s3://models/2"))
                .body("spec.predictor", not(hasKey("canaryTrafficPercent")));
        post("promoted", "promote", "{}")
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:gantry:problem:no-canary"))
                .body("detail", containsString("promoted-00002 gets all requests"));
    }

    @Test
    void shouldPromoteTheNewestEntryOfTheList() {
        apply(
                "entries",
                "serving.kserve.io/deploymentMode: Standard",
                """
                predictor:
                  maxReplicas: 4
                  model: {modelFormat: {name: onnx}, storageUri: "s3://models/1"}
                canary:
                  - trafficPercent: 10
                    predictor:
                      name: v2
                      model: {modelFormat: {name: onnx}, storageUri: "s3://models/2"}
                  - trafficPercent: 20
                    predictor:
                      name: v3
                      model: {modelFormat: {name: onnx}, storageUri: "s3://models/3"}
                """);

        post("entries", "promote", "{\"trafficPercent\": 50}")
                .statusCode(200)
                .body("revisions.trafficPercent", contains(40, 10, 50));
        post("entries", "promote", "{\"trafficPercent\": 95}")
                .statusCode(422)
                .body("errors[0].field", equalTo("spec.canary"));
        post("entries", "promote", "")
                .statusCode(200)
                .body("revisions.name", contains("entries-00003"));
        manifest("entries")
                .body("spec", not(hasKey("canary")))
                .body("spec.predictor.name", equalTo("v3"))
                .body("spec.predictor.maxReplicas", equalTo(4));
    }

    @Test
    void shouldForgetTheOldestOfTooMany() {
        register("many", 1, "\"minReplicas\": 1").statusCode(201);
        IntStream.rangeClosed(2, 22)
                .forEach(model -> update("many", model, "\"minReplicas\": 1").statusCode(200));

        given().get("/v1/models/revisions/many/revisions")
                .then()
                .body("items", hasSize(20))
                .body("items[0].name", equalTo("many-00022"))
                .body("items[19].name", equalTo("many-00003"));
        rollback("many", "{\"revision\": \"many-00001\"}").statusCode(404);
        // What ran as one that is forgotten is a new one.
        update("many", 1, "\"minReplicas\": 1")
                .statusCode(200)
                .body("revisions.name", contains("many-00023"));
    }

    @Test
    void shouldForgetAllWithTheirModel() {
        threeRevisionsOf("gone");

        given().delete("/v1/models/revisions/gone").then().statusCode(204);

        assertThat(
                        Database.number(
                                "select count(*) from revision where namespace = 'revisions' and name = 'gone'"))
                .isZero();
        register("gone", 1, "\"minReplicas\": 1")
                .statusCode(201)
                .body("revisions.name", contains("gone-00004"));
    }

    /// Before V4, predictors were kept with their defaults only.
    @Test
    void shouldGoBackToARevisionOfAnOlderRegistry() {
        oldStyle("older", 1);
        oldStyle("older", 2);
        Database.run(
                "update revision set written = null where namespace = 'revisions' and name = 'older'");

        rollback("older", "{\"revision\": \"older-00001\"}")
                .statusCode(200)
                .body("revisions.name", contains("older-00001"));
        oldStyle("older", 2);
        given().get("/v1/models/revisions/older")
                .then()
                .body("revisions.name", contains("older-00002"));
    }

    /// Its defaults are more than what was written.
    private static void oldStyle(String name, int model) {
        apply(name, "", "predictor: {sklearn: {storageUri: \"s3://models/%d\"}}".formatted(model));
    }

    private static void threeRevisionsOf(String name) {
        register(name, 1, "\"labels\": {}").statusCode(201);
        update(name, 2, "\"labels\": {}").statusCode(200);
        update(name, 3, "\"labels\": {}").statusCode(200);
    }

    /// A second revision with a share of the traffic.
    private static void canary(String name, int percent) {
        register(name, 1, "\"labels\": {}").statusCode(201);
        apply(
                name,
                "",
                """
                predictor:
                  canaryTrafficPercent: %d
                  model: {modelFormat: {name: onnx}, storageUri: "s3://models/2"}
                """
                        .formatted(percent));
    }

    private static ValidatableResponse register(String name, int model, String fields) {
        return given().contentType("application/json")
                .body(
                        "{\"name\": \"%s\", \"namespace\": \"revisions\", %s"
                                .formatted(name, rest(model, fields)))
                .post("/v1/models")
                .then();
    }

    private static ValidatableResponse update(String name, int model, String fields) {
        return given().contentType("application/json")
                .body("{" + rest(model, fields))
                .put("/v1/models/revisions/{name}", name)
                .then();
    }

    private static String rest(int model, String fields) {
        return "\"modelFormat\": \"onnx\", \"storageUri\": \"s3://models/%d\", %s}"
                .formatted(model, fields);
    }

    private static void apply(String name, String annotations, String spec) {
        Http.yaml()
                .body(
                        """
                        apiVersion: serving.kserve.io/v1beta1
                        kind: InferenceService
                        metadata:
                          name: %s
                          namespace: revisions
                          annotations: {%s}
                        spec:
                        %s\
                        """
                                .formatted(name, annotations, spec.indent(2)))
                .post("/v1/manifests")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse rollback(String name, String body) {
        return post(name, "rollback", body);
    }

    private static ValidatableResponse post(String name, String path, String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/v1/models/revisions/{name}/{path}", name, path)
                .then();
    }

    private static ValidatableResponse diff(String name, int number) {
        return given().get(
                        "/v1/models/revisions/%s/revisions/%s-%05d/diff"
                                .formatted(name, name, number))
                .then();
    }

    private static ValidatableResponse manifest(String name) {
        return given().get(
                        "/apis/serving.kserve.io/v1beta1/namespaces/revisions/inferenceservices/{name}",
                        name)
                .then()
                .statusCode(200);
    }
}
