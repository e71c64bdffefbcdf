package io.gantry.registry.profile;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProfileResourceTest {

    /// The recommendations of the document that the project came from.
    @Test
    void shouldListTheProfiles() {
        given().get("/v1/profiles")
                .then()
                .statusCode(200)
                .body("profiles.name", contains("development", "production"))
                .body("profiles.minReplicas", contains(0, 2))
                .body("profiles.maxReplicas", contains(3, 10))
                .body("profiles.gpuMemoryUtilization", contains(0.8f, 0.95f))
                .body("profiles.timeoutSeconds", contains(60, 300))
                .body("profiles.targetUtilizationPercentage", contains(80, 60))
                .body("profiles.storage", contains("PVC", "S3 or GCS"));
    }
}
