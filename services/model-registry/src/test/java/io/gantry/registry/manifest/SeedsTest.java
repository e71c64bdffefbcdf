package io.gantry.registry.manifest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.Revision;
import io.gantry.events.Topic;
import io.gantry.registry.Http;
import io.gantry.registry.Seeds;
import io.gantry.registry.TopicReader;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The examples are taken as they are, and what of them is for somebody else is told apart.
@QuarkusTest
@EnabledIf(
        value = "io.gantry.registry.Seeds#present",
        disabledReason = "The examples are not here; set -Dgantry.conformance.dir")
class SeedsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SERVICES =
            "/apis/serving.kserve.io/v1beta1/namespaces/{namespace}/inferenceservices";
    private static final String RUNTIMES =
            "/apis/serving.kserve.io/v1alpha1/clusterservingruntimes";

    @Test
    void shouldKnowAllSeven() {
        Set<String> names =
                Seeds.all().stream()
                        .map(file -> String.valueOf(file.getFileName()))
                        .collect(Collectors.toSet());

        assertThat(names)
                .containsExactlyInAnyOrder(
                        "ab-test-llm.yaml",
                        "clusterservingruntime-kserve-vllmserver.yaml",
                        "config-autoscaler.yaml",
                        "llama-2-7b-full.yaml",
                        "production-llm.yaml",
                        "rbac.yaml",
                        "single-llm.yaml");
    }

    @ParameterizedTest
    @CsvSource({
        "single-llm.yaml,over-apis,single-llm",
        "ab-test-llm.yaml,over-apis,ab-test-llm",
        "llama-2-7b-full.yaml,model-serving,llama-2-7b"
    })
    void shouldStoreAServiceOverApisWithoutLosingAField(String file, String namespace, String name)
            throws Exception {
        // When
        Http.yaml().body(Seeds.read(file)).post(SERVICES, namespace).then().statusCode(201);

        // Then
        assertKept(Seeds.read(file), stored(SERVICES + "/{name}", namespace, name));
    }

    @ParameterizedTest
    @CsvSource({"single-llm.yaml,default,single-llm", "ab-test-llm.yaml,default,ab-test-llm"})
    void shouldStoreAServiceOverManifestsWithoutLosingAField(
            String file, String namespace, String name) throws Exception {
        // When
        Http.yaml()
                .body(Seeds.read(file))
                .post("/v1/manifests")
                .then()
                .statusCode(200)
                .body("documents[0].outcome", equalTo("created"));

        // Then
        assertKept(Seeds.read(file), stored(SERVICES + "/{name}", namespace, name));
    }

    @ParameterizedTest
    @ValueSource(strings = {RUNTIMES, "/v1/manifests"})
    void shouldStoreTheRuntimeWithoutLosingAField(String path) throws Exception {
        String file = "clusterservingruntime-kserve-vllmserver.yaml";
        given().delete(RUNTIMES + "/kserve-vllmserver");

        Http.yaml()
                .body(Seeds.read(file))
                .post(path)
                .then()
                .statusCode(path.equals(RUNTIMES) ? 201 : 200);

        assertKept(Seeds.read(file), stored(RUNTIMES + "/kserve-vllmserver"));
    }

    /// The section `default` is the stable predictor, `predictor` the canary with its percentage.
    @Test
    void shouldReadTheSectionDefaultAsTheStablePredictor() {
        // When
        Http.yaml()
                .body(Seeds.read("ab-test-llm.yaml"))
                .post(SERVICES, "ab")
                .then()
                .statusCode(201)
                .body(
                        "spec.default.predictor.model.storageUri",
                        equalTo("s3://models/llama-2-7b-v1"));

        // Then
        try (TopicReader topic = new TopicReader(Topic.INFERENCE_SERVICES.topicName())) {
            List<Revision> revisions =
                    topic.awaitEvents("ab/ab-test-llm", InferenceServiceApplied.class, 1)
                            .getFirst()
                            .revisions();
            assertThat(revisions)
                    .extracting(
                            revision -> revision.artifacts().getFirst().storageUri(),
                            Revision::trafficPercent)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("s3://models/llama-2-7b-v1", 80),
                            org.assertj.core.groups.Tuple.tuple("s3://models/llama-2-7b-v2", 20));
        }
    }

    @Test
    void shouldTakeTheServiceOutOfTheProductionExample() throws Exception {
        // When
        Http.yaml()
                .body(Seeds.read("production-llm.yaml"))
                .post("/v1/manifests")
                .then()
                .statusCode(207)
                .body("documents[0].outcome", equalTo("unsupported"))
                .body("documents[0].problem.detail", containsString("Namespace \"llm-production\""))
                .body("documents[0].problem.detail", containsString("exists once"))
                .body("documents[1].problem.detail", containsString("Secret \"s3-secret\""))
                .body("documents[1].problem.detail", containsString("kubectl"))
                .body("documents[2].outcome", equalTo("created"));

        // Then
        String text = Seeds.read("production-llm.yaml");
        assertKept(
                text.substring(text.lastIndexOf("---") + 3),
                stored(SERVICES + "/{name}", "llm-production", "production-llm"));
    }

    @ParameterizedTest
    @CsvSource({
        "config-autoscaler.yaml,0,ConfigMap \"config-autoscaler\",monitor",
        "rbac.yaml,0,Role \"inferenceservice-admin\",kubectl",
        "rbac.yaml,1,RoleBinding \"inferenceservice-admin-binding\",kubectl"
    })
    void shouldSayWhatIsForSomebodyElse(String file, int index, String resource, String remedy) {
        String document = "documents[%d].".formatted(index);
        Http.yaml()
                .body(Seeds.read(file))
                .post("/v1/manifests")
                .then()
                .statusCode(207)
                .body(document + "outcome", equalTo("unsupported"))
                .body(document + "problem.detail", containsString(resource))
                .body(document + "problem.detail", containsString(remedy));
    }

    private static JsonNode stored(String path, Object... parameters)
            throws JsonProcessingException {
        return JSON.readTree(
                given().get(path, parameters).then().statusCode(200).extract().asString());
    }

    /// What was written is there; metadata and status may have more.
    private static void assertKept(String yaml, JsonNode stored) throws JsonProcessingException {
        JsonNode written = new YAMLMapper().readTree(yaml);
        assertThat(stored.path("spec")).isEqualTo(written.path("spec"));
        ObjectNode metadata = stored.path("metadata").deepCopy();
        metadata.retain(
                written.path("metadata")
                        .propertyStream()
                        .map(java.util.Map.Entry::getKey)
                        .toList());
        assertThat(metadata).isEqualTo(written.path("metadata"));
    }
}
