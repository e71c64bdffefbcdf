package io.gantry.registry.error;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.gantry.registry.Http;
import io.gantry.registry.Yaml;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BadRequestTest {

    private static final String SERVICES =
            "/apis/serving.kserve.io/v1beta1/namespaces/bad/inferenceservices";
    private static final String LARGE = "#".repeat(5 * 1024 * 1024);
    private static final String RUNTIMES =
            "/apis/serving.kserve.io/v1alpha1/namespaces/bad/servingruntimes";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"kind": | not readable as JSON
                    {"a": 1} {"b": 2} | text after the end of the JSON document
                    kind: [ | not readable as YAML
                    just text | must be an object with apiVersion and kind
                    '' | The body is empty
                    {"kind": "InferenceService"} | apiVersion is missing
                    {"apiVersion": "serving.kserve.io/v1alpha2", "kind": "InferenceService"} | change the apiVersion
                    {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}} | Deployment "web" (apps/v1)
                    {"apiVersion": "serving.kserve.io/v1alpha1", "kind": "ServingRuntime", "metadata": {"name": "onnx"}} | this address takes a InferenceService
                    """)
    void shouldSayWhyABodyIsNoInferenceService(String body, String why) {
        post(SERVICES, body)
                .statusCode(400)
                .contentType("application/json")
                .body("kind", equalTo("Status"))
                .body("status", equalTo("Failure"))
                .body("reason", equalTo("BadRequest"))
                .body("code", equalTo(400))
                .body("message", containsString(why));
    }

    @Test
    void shouldTakeOneDocumentOnly() {
        post(SERVICES, Yaml.service("one") + "---\n" + Yaml.service("two"))
                .statusCode(400)
                .body("message", containsString("POST /v1/manifests"));
        given().get(SERVICES + "/one").then().statusCode(404);
    }

    @Test
    void shouldRefuseAServiceAmongRuntimesAndAClusterRuntimeInANamespace() {
        post(RUNTIMES, Yaml.service("iris"))
                .statusCode(400)
                .body("message", containsString("InferenceService \"iris\""));
        post(RUNTIMES, Yaml.runtime("ClusterServingRuntime", "wide"))
                .statusCode(400)
                .body("message", containsString("ClusterServingRuntime \"wide\""));
    }

    @Test
    void shouldRefuseANamespaceThatIsNotThatOfTheAddress() {
        post(
                        SERVICES,
                        Yaml.service("iris")
                                .replace("  name: iris", "  name: iris\n  namespace: other"))
                .statusCode(400)
                .body("message", containsString("\"other\""))
                .body("message", containsString("\"bad\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    name: iris | name: Iris_1 | metadata.name | FieldValueInvalid
                    name: iris | generateName: iris- | metadata.name | FieldValueInvalid
                    predictor: | transformer: | spec.predictor | FieldValueRequired
                    minReplicas: 1 | minReplicas: "1" | spec.predictor.minReplicas | FieldValueTypeInvalid
                    {name: onnx} | 7 | spec.predictor.model.modelFormat | FieldValueTypeInvalid
                    {name: onnx} | {name: 7} | spec.predictor.model.modelFormat.name | FieldValueTypeInvalid
                    s3://models/minilm | ftp://models/minilm | spec.predictor.model.storageUri | FieldValueInvalid
                    """)
    void shouldNameTheFieldAtFault(String right, String wrong, String field, String reason) {
        post(SERVICES, Yaml.service("iris").replace(right, wrong))
                .statusCode(422)
                .body("reason", equalTo("Invalid"))
                .body("details.group", equalTo("serving.kserve.io"))
                .body("details.causes.field", hasItem(field))
                .body(
                        "details.causes.find { it.field == '%s' }.reason".formatted(field),
                        equalTo(reason))
                .body("message", containsString(field))
                .body("message", not(containsString("gantry.")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/apis/serving.kserve.io/v1/x",
                "/apis/serving.kserve.io/v1beta1/trainedmodels"
            })
    void shouldAnswerAStatusForAnUnknownAddressOfTheApis(String path) {
        given().get(path)
                .then()
                .statusCode(404)
                .contentType("application/json")
                .body("kind", equalTo("Status"))
                .body("reason", equalTo("NotFound"))
                .body("message", containsString(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/nothing", "/v1/models/a/b/c", "/nothing"})
    void shouldAnswerAProblemForAnyOtherUnknownAddress(String path) {
        given().get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:gantry:problem:not-found"))
                .body("detail", containsString(path));
    }

    @Test
    void shouldSayWhichMethodsAnAddressTakes() {
        given().contentType("application/json")
                .body("{}")
                .post(SERVICES + "/iris")
                .then()
                .statusCode(405)
                .body("reason", equalTo("MethodNotAllowed"))
                .body("message", containsString("POST cannot be done here"));
        given().delete("/v1/models")
                .then()
                .statusCode(405)
                .body("detail", containsString("DELETE"));
    }

    @Test
    void shouldSayWhichTypesOfBodiesAreRead() {
        Http.sending("application/x-www-form-urlencoded")
                .body(Yaml.service("iris"))
                .post(SERVICES)
                .then()
                .statusCode(415)
                .body("kind", equalTo("Status"))
                .body("reason", equalTo("UnsupportedMediaType"))
                .body("message", containsString("application/x-www-form-urlencoded"))
                .body("message", containsString("application/yaml"));
        Http.sending("text/plain")
                .body("{}")
                .post("/v1/models")
                .then()
                .statusCode(415)
                .contentType("application/problem+json")
                .body("detail", containsString("application/json"));
    }

    @ParameterizedTest
    @CsvSource({
        SERVICES + ",message,application/json",
        "/v1/manifests,detail,application/problem+json"
    })
    void shouldSayHowLargeABodyMayBe(String path, String member, String type) {
        post(path, LARGE)
                .statusCode(413)
                .contentType(type)
                .body(member, containsString("4096 KiB"));
    }

    @Test
    void shouldSayHowLargeABodyMayBeOverHttp2() throws Exception {
        HttpResponse<String> answer =
                send(HttpClient.Version.HTTP_2, HttpRequest.BodyPublishers.ofString(LARGE));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("4096 KiB");
    }

    /// Without a Content-Length only reading tells how large it is.
    @Test
    void shouldRefuseALargeBodyInChunks() throws Exception {
        HttpResponse<String> answer =
                send(
                        HttpClient.Version.HTTP_1_1,
                        HttpRequest.BodyPublishers.ofInputStream(
                                () -> new ByteArrayInputStream(LARGE.getBytes(UTF_8))));

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void shouldNotSayInTheAnswerOfTheModelsApiWhatItSaysInKubernetes() {
        Http.sending("application/json")
                .body("{\"name\": \"x\", \"modelFormat\": 7, \"storageUri\": \"s3://m/x\"}")
                .post("/v1/models")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors.field", hasItem("modelFormat"))
                .body("detail", not(containsString("spec.")));
        Http.sending("application/json")
                .body("{\"name\": ")
                .post("/v1/models")
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:gantry:problem:unreadable-body"))
                .body("detail", containsString("Line 1"));
    }

    private static HttpResponse<String> send(
            HttpClient.Version version, HttpRequest.BodyPublisher body) throws Exception {
        URI uri = URI.create("http://localhost:%d%s".formatted(RestAssured.port, SERVICES));
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .version(version)
                        .header("Content-Type", "application/yaml")
                        .POST(body)
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static ValidatableResponse post(String path, String body) {
        return Http.yaml().body(body).post(path).then();
    }
}
