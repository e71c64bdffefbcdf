package io.gantry.registry.timeline;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.gantry.events.AlertOpened;
import io.gantry.events.ArtifactCached;
import io.gantry.events.Endpoint;
import io.gantry.events.Keys;
import io.gantry.events.PredictorObserved;
import io.gantry.events.PredictorObserved.Phase;
import io.gantry.events.Severity;
import io.gantry.registry.Artifact;
import io.gantry.registry.Database;
import io.gantry.registry.TopicWriter;
import io.gantry.registry.store.Waiting;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TimelineTest {

    private static final String EVENTS = "/v1/models/timeline/{name}/events";

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private TopicWriter topics;

    @BeforeEach
    void open() {
        topics = new TopicWriter();
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void shouldTellWhatHappenedInOrder() {
        register("told");
        String artifact = Artifact.of("timeline", "s3://models/told").artifact();
        topics.send(
                new ArtifactCached(artifact, "node-1", "s3://models/told", 1, "/c", "ab", 9, 2, 5));
        awaitMessages("told", 2);
        topics.send(predictor("told", 1, Phase.LOADING));
        topics.send(predictor("told", 2, Phase.LOADING));
        topics.send(predictor("told", 3, Phase.READY));
        awaitMessages("told", 4);
        topics.send(alert("timeline", "told"));
        awaitMessages("told", 5);

        given().delete("/v1/models/timeline/told").then().statusCode(204);

        List<String> messages = awaitMessages("told", 6);
        assertThat(messages.get(0)).startsWith("generation 1 wanted");
        assertThat(messages.get(1)).startsWith("cached: 2 files");
        assertThat(messages.get(2)).startsWith("loading");
        assertThat(messages.get(3)).startsWith("ready");
        assertThat(messages.get(4)).isEqualTo("alert ErrorRateHigh: 5 of 10 requests failed");
        assertThat(messages.get(5)).isEqualTo("deleted");
    }

    @Test
    void shouldNotTakeANodeForAModel() {
        register("beside-a-node");
        topics.send(alert(Keys.CLUSTER_SCOPE, "node-1"));
        topics.send(alert("timeline", "beside-a-node"));
        awaitMessages("beside-a-node", 2);

        given().get("/v1/models/_cluster/node-1/events").then().statusCode(404);
    }

    @Test
    void shouldAddAnEventOnceHoweverOftenItIsHeard() {
        register("heard-once");
        topics.send(predictor("heard-once", 1, Phase.READY), "the-same");
        awaitMessages("heard-once", 2);

        // Another phase, so that it would be news, and what comes behind it shows that it was read.
        topics.send(predictor("heard-once", 2, Phase.LOADING), "the-same");
        topics.send(predictor("heard-once", 3, Phase.STANDBY), "another");

        assertThat(awaitMessages("heard-once", 3).getLast()).startsWith("standby");
    }

    @Test
    void shouldTellInPages() {
        register("paged");
        topics.send(predictor("paged", 1, Phase.LOADING));
        topics.send(predictor("paged", 2, Phase.READY));
        awaitMessages("paged", 3);

        var first = given().get(EVENTS + "?limit=2", "paged").then().extract().jsonPath();
        assertThat(first.getList("items")).hasSize(2);
        given().get(EVENTS + "?after=" + first.getString("last"), "paged")
                .then()
                .body("items.message", equalTo(List.of("ready, 1 of 1 replica(s) ready")));
        given().get(EVENTS + "?after=x", "paged")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("after"));
        given().get(EVENTS, "unheard-of")
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    @Test
    void shouldTellAsItHappensAndGoOnWhereAClientWas() throws Exception {
        register("followed");
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        try (HttpClient client = follow("followed", "", lines)) {
            await().until(() -> data(lines).size() == 1);
            topics.send(predictor("followed", 1, Phase.LOADING));
            await().until(() -> data(lines).size() == 2);
            client.shutdownNow();
        }
        topics.send(predictor("followed", 2, Phase.READY));
        awaitMessages("followed", 3);
        String last =
                lines.stream()
                        .filter(line -> line.startsWith("id:"))
                        .reduce((_, second) -> second)
                        .orElseThrow();

        Queue<String> later = new ConcurrentLinkedQueue<>();
        try (HttpClient client = follow("followed", last.substring("id:".length()).trim(), later)) {
            await().until(() -> data(later).size() == 1);
            assertThat(data(later).getFirst()).contains("ready, 1 of 1");
            client.shutdownNow();
        }
    }

    @Test
    void shouldForgetWhatIsOld() {
        register("old");
        Database.run(
                "update timeline set happened_at = now() - interval '8 days' where name = 'old'");
        Instant before = Instant.now().minus(Duration.ofDays(7));
        assertThat(Database.number("select count(*) from timeline where name = 'old'")).isOne();

        forget(before);

        assertThat(Database.number("select count(*) from timeline where name = 'old'")).isZero();
    }

    @Inject
    @SuppressWarnings("NullAway.Init") // Quarkus fills it in.
    TimelineStore store;

    private void forget(Instant before) {
        try {
            Waiting.on(() -> store.forget(before));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpClient follow(String name, String after, Queue<String> lines) {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://localhost:%d/v1/models/timeline/%s/events"
                                                .formatted(RestAssured.port, name)))
                        .header("Accept", "text/event-stream")
                        .header("Last-Event-ID", after.isEmpty() ? "0" : after)
                        .build();
        var _ =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofLines())
                        .thenAccept(response -> response.body().forEach(lines::add));
        return client;
    }

    private static List<String> data(Queue<String> lines) {
        return lines.stream().filter(line -> line.startsWith("data:")).toList();
    }

    private static List<String> awaitMessages(String name, int count) {
        return await("%d events of %s".formatted(count, name))
                .atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                given().get(EVENTS, name)
                                        .then()
                                        .statusCode(200)
                                        .extract()
                                        .jsonPath()
                                        .getList("items.message", String.class),
                        messages -> messages.size() == count);
    }

    private static void register(String name) {
        given().contentType("application/json")
                .body(
                        """
                        {"name": "%s", "namespace": "timeline", "modelFormat": "onnx",
                         "storageUri": "s3://models/%s"}\
                        """
                                .formatted(name, name))
                .post("/v1/models")
                .then()
                .statusCode(201);
    }

    private static PredictorObserved predictor(String name, long generation, Phase phase) {
        return new PredictorObserved(
                "timeline",
                name,
                name + "-00001",
                generation,
                phase,
                1,
                phase == Phase.READY
                        ? List.of(new Endpoint("r", "127.0.0.1", 4000, "n", true, 9L))
                        : List.of(),
                "gantry-onnx",
                null);
    }

    private static AlertOpened alert(String namespace, String name) {
        return new AlertOpened(
                namespace,
                name,
                "ErrorRateHigh",
                Severity.CRITICAL,
                "5 of 10 requests failed",
                Instant.parse("2026-01-02T03:04:05Z"));
    }
}
