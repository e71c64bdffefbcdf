package io.gantry.registry.kube;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.registry.Http;
import io.gantry.registry.Yaml;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WatchTest {

    private static final String OF =
            "/apis/serving.kserve.io/v1beta1/namespaces/{ns}/inferenceservices";

    @Test
    void shouldTellOfEachChangeAfterTheListThatTheClientHas() {
        // Given
        create("watch-watched", "before");
        String listed =
                given().get(OF, "watch-watched").then().extract().path("metadata.resourceVersion");

        // When
        try (WatchClient watch = WatchClient.of("watch-watched", "resourceVersion=" + listed)) {
            create("watch-watched", "iris");
            create("watch-unwatched", "iris");
            replace("watch-watched", "iris", 2);
            given().delete(OF + "/iris", "watch-watched").then().statusCode(200);

            // Then
            List<JsonNode> events = watch.awaitUntil("DELETED");
            assertThat(events)
                    .filteredOn(event -> WatchClient.name(event).equals("iris"))
                    .extracting(WatchClient::type)
                    .startsWith("ADDED")
                    .endsWith("DELETED");
            assertThat(events)
                    .allSatisfy(event ->
                            assertThat(event.at("/object/metadata/namespace").asText())
                                    .isEqualTo("watch-watched"));
            assertThat(events)
                    .extracting(event -> event.at("/object/metadata/resourceVersion").asLong())
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldBeginWithWhatThereIsWhenNoVersionIsGiven() {
        create("watch-whole", "one");
        create("watch-whole", "two");

        try (WatchClient watch = WatchClient.of("watch-whole", "sendInitialEvents=true")) {
            List<JsonNode> events = watch.awaitUntil("BOOKMARK");
            assertThat(events)
                    .extracting(WatchClient::type)
                    .containsExactly("ADDED", "ADDED", "BOOKMARK");
            assertThat(events.getLast().at("/object/metadata/annotations").toString())
                    .contains("initial-events-end");
        }
    }

    @Test
    void shouldGoOnWhereAnInterruptedWatchEnded() {
        // Given
        create("watch-resumed", "stays");
        create("watch-resumed", "goes");
        String seen =
                given().get(OF + "/goes", "watch-resumed")
                        .then()
                        .extract()
                        .path("metadata.resourceVersion");

        // When nobody watches
        given().delete(OF + "/goes", "watch-resumed").then().statusCode(200);
        replace("watch-resumed", "stays", 3);

        // Then
        try (WatchClient watch = WatchClient.of("watch-resumed", "resourceVersion=" + seen)) {
            List<JsonNode> events = watch.awaitUntil("MODIFIED");
            assertThat(events)
                    .extracting(event -> WatchClient.type(event) + " " + WatchClient.name(event))
                    .containsSubsequence("DELETED goes", "MODIFIED stays");
        }
    }

    @Test
    void shouldTakeForGoneWhatTheSelectorDoesNotMatchAnyMore() {
        // Given
        Http.yaml().body(labelled("iris", "a")).post(OF, "watch-selected").then().statusCode(201);

        try (WatchClient watch = WatchClient.of("watch-selected", "labelSelector=team%3Da")) {
            watch.awaitUntil("ADDED");

            // When
            Http.yaml()
                    .body(labelled("iris", "b"))
                    .put(OF + "/iris", "watch-selected")
                    .then()
                    .statusCode(200);

            // Then
            assertThat(watch.awaitUntil("DELETED")).isNotEmpty();
        }
    }

    @Test
    void shouldMissNothingOfWhatManyWriteAtOnce() {
        // Given
        int writers = 16;
        int each = 10;
        String listed =
                given().get(OF, "watch-crowd").then().extract().path("metadata.resourceVersion");

        // When
        try (WatchClient watch = WatchClient.of("watch-crowd", "resourceVersion=" + listed)) {
            try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
                IntStream.range(0, writers)
                        .forEach(writer ->
                                crowd.execute(() ->
                                        IntStream.range(0, each)
                                                .forEach(i ->
                                                        create(
                                                                "watch-crowd",
                                                                "m-%d-%d".formatted(writer, i)))));
            }

            // Then
            assertThat(watch.awaitNames(writers * each)).hasSize(writers * each);
        }
    }

    @Test
    void shouldWaitForAClientThatHasALongListToTake() {
        int services = 40;
        String note = "  annotations: {note: \"%s\"}\n".formatted("x".repeat(200_000));
        IntStream.range(0, services)
                .forEach(i ->
                        Http.yaml()
                                .body(Yaml.service("fat-" + i).replace("spec:\n", note + "spec:\n"))
                                .post(OF, "watch-fat")
                                .then()
                                .statusCode(201));

        try (WatchClient watch = WatchClient.of("watch-fat", "sendInitialEvents=true")) {
            assertThat(watch.awaitUntil("BOOKMARK")).hasSize(services + 1);
        }
    }

    @Test
    void shouldTellOfChangesAsRowsForPeople() {
        String table = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
        create("watch-rows", "iris");

        try (WatchClient watch = WatchClient.of("watch-rows", "", table)) {
            watch.awaitUntil("ADDED");
            given().delete(OF + "/iris", "watch-rows").then().statusCode(200);

            JsonNode gone = watch.awaitUntil("DELETED").getLast().path("object");
            assertThat(gone.path("kind").asText()).isEqualTo("Table");
            assertThat(gone.at("/columnDefinitions/1/name").asText()).isEqualTo("URL");
            assertThat(gone.at("/rows/0/cells/0").asText()).isEqualTo("iris");
            assertThat(gone.at("/rows/0/object/metadata/name").asText()).isEqualTo("iris");
        }
    }

    @Test
    void shouldSayThatAVersionIsOfNoUse() {
        try (WatchClient watch = WatchClient.of("watch-future", "resourceVersion=999999999999")) {
            JsonNode error = watch.awaitUntil("ERROR").getLast();
            assertThat(error.at("/object/code").asInt()).isEqualTo(410);
            assertThat(error.at("/object/message").asText()).contains("list again");
        }
        given().get(OF + "?watch=true&resourceVersion=x", "watch-future")
                .then()
                .statusCode(400)
                .body("reason", equalTo("BadRequest"))
                .body("message", containsString("resourceVersion"));
    }

    private static void create(String namespace, String name) {
        Http.yaml().body(Yaml.service(name)).post(OF, namespace).then().statusCode(201);
    }

    private static void replace(String namespace, String name, int replicas) {
        Http.yaml()
                .body(Yaml.service(name).replace("minReplicas: 1", "minReplicas: " + replicas))
                .put(OF + "/" + name, namespace)
                .then()
                .statusCode(200);
    }

    private static String labelled(String name, String team) {
        return Yaml.service(name)
                .replace(
                        "  name: " + name,
                        "  name: %s\n  labels: {team: %s}".formatted(name, team));
    }
}
