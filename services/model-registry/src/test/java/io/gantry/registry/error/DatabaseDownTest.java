package io.gantry.registry.error;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.gantry.registry.Http;
import io.gantry.registry.Yaml;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DatabaseDownTest.NoDatabase.class)
class DatabaseDownTest {

    @Test
    void shouldSayThatTheDatabaseDoesNotAnswer() {
        given().get("/v1/models")
                .then()
                .statusCode(503)
                .header("Retry-After", "5")
                .contentType("application/problem+json")
                .body("type", equalTo("urn:gantry:problem:service-unavailable"))
                .body("detail", containsString("database does not answer"));
        Http.yaml()
                .body(Yaml.service("iris"))
                .post("/apis/serving.kserve.io/v1beta1/namespaces/default/inferenceservices")
                .then()
                .statusCode(503)
                .contentType("application/json")
                .body("kind", equalTo("Status"))
                .body("reason", equalTo("ServiceUnavailable"));
    }

    public static class NoDatabase implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:1/nothing",
                    "quarkus.datasource.reactive.url", "postgresql://127.0.0.1:1/nothing",
                    "quarkus.flyway.migrate-at-start", "false",
                    "quarkus.hibernate-orm.schema-management.strategy", "none");
        }
    }
}
