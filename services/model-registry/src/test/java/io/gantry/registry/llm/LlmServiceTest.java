package io.gantry.registry.llm;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.events.ArtifactReference;
import io.gantry.events.Endpoint;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceDeleted;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.events.PredictorObserved;
import io.gantry.events.PredictorObserved.Phase;
import io.gantry.events.Revision;
import io.gantry.events.Topic;
import io.gantry.registry.Http;
import io.gantry.registry.TopicReader;
import io.gantry.registry.TopicWriter;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// From an LLMInferenceService and its configs to events, and from what the deployer says to its
/// status.
@QuarkusTest
class LlmServiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NAMESPACE = "llm-services";
    private static final String API = "/apis/serving.kserve.io/v1alpha2/namespaces/" + NAMESPACE;
    private static final String SERVICES = API + "/llminferenceservices";
    private static final String CONFIGS = API + "/llminferenceserviceconfigs";

    @Test
    void shouldPublishAServiceAsItIsToRun() {
        create(
                "whole",
                """
                  replicas: 2
                  model:
                    uri: hf://org/llama
                    lora: {adapters: [{name: sql, uri: "s3://loras/sql"}]}
                  parallelism: {tensor: 4}
                  template: {serviceAccountName: reader, containers: [{name: main, args: [--x]}]}
                  prefill: {replicas: 3}
                """);

        InferenceServiceApplied applied = applied("whole", 1).getFirst();

        assertThat(applied.manifest().path("kind").asText()).isEqualTo("LLMInferenceService");
        assertThat(applied.manifest().at("/spec/model/name").asText()).isEqualTo("whole");
        Revision revision = applied.revisions().getFirst();
        assertThat(revision.name()).isEqualTo("whole-00001");
        assertThat(revision.trafficPercent()).isEqualTo(100);
        assertThat(revision.artifacts())
                .extracting(ArtifactReference::storageUri, ArtifactReference::mountPath)
                .containsExactly(
                        tuple("hf://org/llama", "/mnt/models"),
                        tuple("s3://loras/sql", "/mnt/lora/sql"));
        JsonNode predictor = revision.predictor();
        assertThat(predictor.path("minReplicas").asInt()).isEqualTo(2);
        assertThat(predictor.path("maxReplicas").asInt()).isEqualTo(2);
        assertThat(predictor.path("serviceAccountName").asText()).isEqualTo("reader");
        JsonNode main = predictor.at("/llm/template/containers/0");
        assertThat(main.path("command").toString()).contains("--tensor-parallel-size=4");
        assertThat(main.path("args").toString()).contains("--x");
        assertThat(predictor.at("/llm/prefill/replicas").asInt()).isEqualTo(3);
    }

    @Test
    void shouldNotMakeARevisionOfOtherReplicas() {
        create("scaled", "  model: {uri: 'hf://o/m'}\n  replicas: 1\n");
        put("scaled", "  model: {uri: 'hf://o/m'}\n  scaling: {maxReplicas: 5, wva: {keda: {}}}\n");
        put("scaled", "  model: {uri: 'hf://o/other'}\n  replicas: 1\n");

        List<InferenceServiceApplied> all = applied("scaled", 3);

        assertThat(all)
                .extracting(each -> each.revisions().getFirst().name())
                .containsExactly("scaled-00001", "scaled-00001", "scaled-00002");
        assertThat(all)
                .extracting(
                        each -> each.revisions().getFirst().predictor().path("maxReplicas").asInt())
                .containsExactly(1, 5, 1);
    }

    @Test
    void shouldMakeServicesAnewWhoseConfigHasChanged() {
        config("four", "parallelism: {tensor: 4}");
        create("follows", "  model: {uri: 'hf://o/m'}\n  baseRefs: [{name: four}]\n");
        create("other", "  model: {uri: 'hf://o/m'}\n");
        assertThat(command(applied("follows", 1).getLast())).contains("tensor-parallel-size=4");

        Http.yaml()
                .body(configOf("four", "parallelism: {tensor: 8}"))
                .put(CONFIGS + "/four")
                .then()
                .statusCode(200);

        InferenceServiceApplied anew = applied("follows", 2).getLast();
        assertThat(anew.revisions()).extracting(Revision::name).containsExactly("follows-00002");
        assertThat(command(anew)).contains("tensor-parallel-size=8");
        try (TopicReader reader = new TopicReader(Topic.INFERENCE_SERVICES.topicName())) {
            assertThat(reader.all(NAMESPACE + "/other")).hasSize(1);
            assertThat(reader.all(NAMESPACE + "/follows")).hasSize(2);
        }
    }

    @Test
    void shouldWaitForAConfigThatIsNotThere() {
        create("waits", "  model: {uri: 'hf://o/m'}\n  baseRefs: [{name: later}]\n")
                .header("Warning", containsString("spec.baseRefs[0].name"));
        get("waits")
                .body(condition("PresetsCombined", "reason"), hasItem("ConfigNotFound"))
                .body(condition("Ready", "status"), hasItem("False"))
                .body(condition("Ready", "message"), hasItem(containsString("found later")));

        config("later", "replicas: 2");

        assertThat(applied("waits", 1).getFirst().revisions()).hasSize(1);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        get("waits").body(condition("PresetsCombined", "status"), hasItem("True")));
    }

    /// A config that goes away stops nothing that runs.
    @Test
    void shouldLeaveWhatRunsWhenItsConfigIsGone() {
        config("gone", "parallelism: {tensor: 2}");
        create("stays", "  model: {uri: 'hf://o/m'}\n  baseRefs: [{name: gone}]\n");

        given().delete(CONFIGS + "/gone").then().statusCode(200);

        InferenceServiceApplied last = applied("stays", 2).getLast();
        assertThat(last.revisions()).extracting(Revision::name).containsExactly("stays-00001");
        assertThat(command(last)).contains("tensor-parallel-size=2");
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        get("stays").body(condition("Ready", "reason"), hasItem("ConfigNotFound")));
    }

    @Test
    void shouldRefuseTheNameOfAnInferenceService() {
        isvc("taken").statusCode(201);
        post("taken", "  model: {uri: 'hf://o/m'}\n")
                .statusCode(422)
                .body("message", containsString("there is an InferenceService of this name"))
                .body("details.causes[0].field", equalTo("metadata.name"));

        post("llm-first", "  model: {uri: 'hf://o/m'}\n").statusCode(201);
        isvc("llm-first")
                .statusCode(422)
                .body("message", containsString("there is an LLMInferenceService of this name"));
    }

    /// Consumers know the key, and what was last said of it.
    @Test
    void shouldGoOnCountingWhenANameBecomesAnotherKinds() {
        isvc("turns").statusCode(201);
        given().delete(isvcs() + "/turns").then().statusCode(200);

        post("turns", "  model: {uri: 'hf://o/m'}\n").statusCode(201);

        List<InferenceServiceEvent> told = events("turns", 3);
        assertThat(told.get(1)).isInstanceOf(InferenceServiceDeleted.class);
        assertThat(told).extracting(InferenceServiceEvent::generation).isSorted();
        assertThat(told).extracting(InferenceServiceEvent::generation).doesNotHaveDuplicates();
        assertThat(((InferenceServiceApplied) told.get(2)).revisions())
                .extracting(Revision::name)
                .containsExactly("turns-00002");
    }

    @Test
    void shouldSayHowItFares() {
        create("fares", "  model: {uri: 'hf://o/m'}\n");
        get("fares")
                .body("status.url", containsString("/serving/" + NAMESPACE + "/fares"))
                .body("status.addresses[0].url", containsString("/fares"))
                .body(condition("PresetsCombined", "status"), hasItem("True"))
                .body(condition("WorkloadsReady", "status"), hasItem("Unknown"));

        try (TopicWriter topics = new TopicWriter()) {
            topics.send(
                    new PredictorObserved(
                            NAMESPACE,
                            "fares",
                            "fares-00001",
                            System.currentTimeMillis() * 1000,
                            Phase.READY,
                            1,
                            List.of(new Endpoint("r", "10.0.0.1", 8000, "n", true, 9L)),
                            null,
                            null));
        }

        // Sooner than all statuses are looked at in any case.
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(
                        () -> get("fares").body(condition("Ready", "status"), hasItem("True")));
        get("fares")
                .body(condition("MainWorkloadReady", "status"), hasItem("True"))
                .body(condition("RouterReady", "status"), hasItem("True"))
                .body("status.conditions", hasSize(5));
    }

    @Test
    void shouldTellOfItsEnd() {
        create("ends", "  model: {uri: 'hf://o/m'}\n");
        given().delete(SERVICES + "/ends").then().statusCode(200);

        assertThat(events("ends", 2).getLast()).isInstanceOf(InferenceServiceDeleted.class);
    }

    private static String condition(String type, String field) {
        return "status.conditions.findAll { it.type == '%s' }.%s".formatted(type, field);
    }

    private static String command(InferenceServiceApplied applied) {
        return applied.revisions()
                .getFirst()
                .predictor()
                .at("/llm/template/containers/0/command")
                .toString();
    }

    private static List<InferenceServiceApplied> applied(String name, int count) {
        return events(name, count).stream().map(InferenceServiceApplied.class::cast).toList();
    }

    private static List<InferenceServiceEvent> events(String name, int count) {
        try (TopicReader reader = new TopicReader(Topic.INFERENCE_SERVICES.topicName())) {
            return reader.awaitEvents(NAMESPACE + "/" + name, InferenceServiceEvent.class, count);
        }
    }

    private static ValidatableResponse create(String name, String spec) {
        return post(name, spec).statusCode(201);
    }

    private static ValidatableResponse post(String name, String spec) {
        return Http.yaml().body(service(name, spec)).post(SERVICES).then();
    }

    private static void put(String name, String spec) {
        Http.yaml().body(service(name, spec)).put(SERVICES + "/" + name).then().statusCode(200);
    }

    private static ValidatableResponse get(String name) {
        return given().get(SERVICES + "/" + name).then().statusCode(200);
    }

    private static void config(String name, String spec) {
        Http.yaml().body(configOf(name, spec)).post(CONFIGS).then().statusCode(201);
    }

    private static String configOf(String name, String spec) {
        return service(name, "  " + spec)
                .replace("kind: LLMInferenceService", "kind: LLMInferenceServiceConfig");
    }

    private static String service(String name, String spec) {
        return "apiVersion: serving.kserve.io/v1alpha2\nkind: LLMInferenceService\nmetadata: {name: %s}\nspec:\n%s"
                .formatted(name, spec);
    }

    private static String isvcs() {
        return "/apis/serving.kserve.io/v1beta1/namespaces/" + NAMESPACE + "/inferenceservices";
    }

    private static ValidatableResponse isvc(String name) {
        return Http.yaml()
                .body(
                        "apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {name: %s}\nspec: {predictor: {model: {modelFormat: {name: onnx}, storageUri: 's3://b/m'}}}"
                                .formatted(name))
                .post(isvcs())
                .then();
    }
}
