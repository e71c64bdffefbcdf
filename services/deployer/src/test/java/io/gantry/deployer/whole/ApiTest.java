package io.gantry.deployer.whole;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(QuickProfile.class)
class ApiTest {

    private static final TestModel MODEL = new TestModel("shown");

    private final Topics topics;

    ApiTest(Topics topics) {
        this.topics = topics;
    }

    @BeforeEach
    void deploy() {
        topics.publish(
                TestModel.runtime("text-server"),
                MODEL.cached("x"),
                MODEL.applied(MODEL.revision(1, 100, MODEL.predictor())));
        topics.awaitReady(MODEL, 1, 1);
    }

    @Test
    void shouldListPredictors() {
        given().get("/v1/predictors")
                .then()
                .statusCode(200)
                .body("name", hasItem("shown"))
                .body("find { it.name == 'shown' }.phase", equalTo("Ready"))
                .body("find { it.name == 'shown' }.readyReplicas", equalTo(1))
                .body("find { it.name == 'shown' }.runtime", equalTo("text-server"))
                .body("find { it.name == 'shown' }.endpoints[0].port", notNullValue());
        given().get("/v1/predictors/tests/shown")
                .then()
                .statusCode(200)
                .body("revision", equalTo(List.of("shown-00001")));
    }

    @Test
    void shouldAnswerAProblemForAServiceItDoesNotKnow() {
        for (String path :
                new String[] {
                    "/v1/predictors/tests/unknown", "/v1/predictors/tests/unknown/logs"
                }) {
            given().get(path)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json")
                    .body("type", equalTo("urn:gantry:problem:predictor-not-found"))
                    .body("detail", containsString("tests/unknown"));
        }
    }

    @Test
    void shouldShowWhatAReplicaHasWritten() {
        given().get("/v1/predictors/tests/shown/logs")
                .then()
                .statusCode(200)
                .contentType("text/plain")
                .body(containsString("arguments ["))
                .body(containsString("serving\n"));
        given().queryParam("tail", 1)
                .queryParam("revision", "shown-00001")
                .get("/v1/predictors/tests/shown/logs")
                .then()
                .statusCode(200)
                .body(equalTo("serving\n"));
    }

    @Test
    void shouldGoOnWithWhatIsWrittenLater() throws Exception {
        // Given
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> response =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://localhost:%d/v1/predictors/tests/shown/logs?tail=1&follow=true"
                                                            .formatted(RestAssured.port)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            assertThat(lines.readLine()).isEqualTo("serving");

            // When
            Replicas.get(
                    topics.awaitReady(MODEL, 1, 1).endpoints().getFirst(), "/say?something-new");

            // Then
            assertThat(lines.readLine()).isEqualTo("something-new");
            client.shutdownNow();
        }
    }

    @Test
    void shouldRefuseParametersThatMakeNoSense() {
        for (String tail : new String[] {"many", "-1", "100001"}) {
            given().queryParam("tail", tail)
                    .get("/v1/predictors/tests/shown/logs")
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("errors[0].field", equalTo("tail"))
                    .body("detail", containsString("\"" + tail + "\""));
        }
        given().queryParam("follow", "perhaps")
                .get("/v1/predictors/tests/shown/logs")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("follow"));
    }

    @Test
    void shouldNameTheReplicasWhenAskedForAnotherOne() {
        for (String replica : new String[] {"shown-00001-nothing", "../../../../etc/passwd"}) {
            given().queryParam("replica", replica)
                    .get("/v1/predictors/tests/shown/logs")
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json")
                    .body("detail", containsString("shown-00001-"));
        }
    }

    @Test
    void shouldDescribeItsApi() {
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("info.title", equalTo("Gantry deployer"))
                .body("paths", notNullValue())
                .body(
                        "paths.'/v1/predictors'.get.responses.'200'.content.'application/json'.examples",
                        notNullValue())
                .body("paths.'/v1/predictors/{namespace}/{name}/logs'.get", notNullValue());
    }

    @Test
    void shouldTellItsHealthAndMeasureReplicas() {
        given().get("/q/health").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("gantry_deployer_replicas{phase=\"ready\"}"))
                .body(containsString("gantry_deployer_replica_restarts_total"))
                .body(containsString("gantry_deployer_replica_start_seconds_count"))
                .body(not(containsString("gantry_deployer_replicas{phase=\"ready\"} 0.0")));
    }
}
