package io.gantry.monitor.silence;

import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import io.gantry.monitor.ShortWindows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(ShortWindows.class)
class SilenceResourceTest {

    @Test
    void shouldCreateListAndDelete() {
        String id =
                create(
                                "{'matchers': {'team': 'none'}, 'duration': '30m', 'comment': 'c', 'createdBy': 'ada'}")
                        .statusCode(201)
                        .body("matchers", equalTo(java.util.Map.of("team", "none")))
                        .extract()
                        .path("id");
        RestAssured.get("/v1/silences").then().body("id", hasItem(id));

        RestAssured.delete("/v1/silences/" + id).then().statusCode(204);

        RestAssured.get("/v1/silences").then().body("id", not(hasItem(id)));
        RestAssured.delete("/v1/silences/" + id)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:gantry:problem:silence-not-found"));
    }

    @Test
    void shouldNameEveryFieldThatIsWrong() {
        create("{'matchers': {}, 'duration': 'long', 'comment': ' '}")
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors.field", hasItems("matchers", "duration", "comment", "createdBy"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'matchers': {'a': 'b'}, 'comment': 'c', 'createdBy': 'd'}",
                "{'matchers': {'a': 'b'}, 'comment': 'c', 'createdBy': 'd', 'duration': '1h', 'endsAt': '2999-01-01T00:00:00Z'}",
                "{'matchers': {'a': 'b'}, 'comment': 'c', 'createdBy': 'd', 'duration': '0s'}",
                "{'matchers': {'a': 'b'}, 'comment': 'c', 'createdBy': 'd', 'duration': '400d'}",
                "{'matchers': {'a': 'b'}, 'comment': 'c', 'createdBy': 'd', 'endsAt': '2020-01-01T00:00:00Z'}",
                "{'matchers': {'a': null}, 'comment': 'c', 'createdBy': 'd', 'duration': '1h'}",
                "null"
            })
    void shouldRefuse(String body) {
        create(body).statusCode(422).body("errors", not(empty()));
    }

    private static ValidatableResponse create(String body) {
        return RestAssured.given()
                .contentType("application/json")
                .body(body.replace('\'', '"'))
                .post("/v1/silences")
                .then();
    }
}
