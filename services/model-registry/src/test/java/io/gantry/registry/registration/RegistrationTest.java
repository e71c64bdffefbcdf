package io.gantry.registry.registration;

import static io.gantry.registry.registration.Producer.model;
import static io.gantry.registry.registration.Producer.request;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceDeleted;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.events.RegistrationAccepted;
import io.gantry.events.RegistrationRejected;
import io.gantry.events.RegistrationRejected.FieldProblem;
import io.gantry.events.RegistrationRequested;
import io.gantry.events.RegistrationResult;
import io.gantry.events.RegistrationWithdrawn;
import io.gantry.events.Topic;
import io.gantry.registry.TopicReader;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@SuppressWarnings("NullAway.Init") // JUnit calls open() first.
class RegistrationTest {

    private static final String REQUESTED = "io.gantry.registration.requested.v1";
    private static final String TOPIC = Topic.REGISTRATIONS.topicName();

    private Producer producer;

    @BeforeEach
    void open() {
        producer = new Producer();
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void shouldRegisterAModelAndAnswer() {
        String id = producer.topics.send(request("good", 2));

        RegistrationResult result = producer.answers("good", 1).getFirst();
        assertThat(result).isEqualTo(new RegistrationAccepted("kafka", "good", id, 1));
        given().get("/v1/models/kafka/good").then().statusCode(200);
        assertThat(desired("good", 1).getFirst())
                .isInstanceOfSatisfying(
                        InferenceServiceApplied.class,
                        event -> assertThat(event.revisions()).hasSize(1));
    }

    @Test
    void shouldRegisterAManifest() throws Exception {
        JsonNode manifest =
                new ObjectMapper()
                        .readTree(
                                """
                                {"apiVersion": "serving.kserve.io/v1beta1", "kind": "InferenceService",
                                 "spec": {"predictor": {"model": {"modelFormat": {"name": "onnx"},
                                  "storageUri": "s3://models/minilm"}}}}
                                """);
        producer.topics.send(new RegistrationRequested("kafka", "manifest", null, manifest));

        assertThat(producer.generations("manifest", 1)).containsExactly(1L);
    }

    @Test
    void shouldUpdateAndSayWhenNothingChanged() {
        producer.topics.send(request("updated", 2));
        producer.topics.send(request("updated", 3));
        producer.topics.send(request("updated", 3));

        assertThat(producer.generations("updated", 3)).containsExactly(1L, 2L, 2L);
        assertThat(desired("updated", 2)).hasSize(2);
    }

    @Test
    void shouldSayWhichFieldsAreWrongInTheWordsOfTheRequest() {
        producer.topics.send(request("wrong", model(2).put("minReplicas", 5)));

        RegistrationRejected rejected = producer.rejection("wrong");
        assertThat(rejected.problems())
                .extracting(FieldProblem::field)
                .allMatch(field -> field.equals("minReplicas") || field.equals("maxReplicas"))
                .isNotEmpty();
        assertThat(rejected.reason()).contains("eplicas");
        given().get("/v1/models/kafka/wrong").then().statusCode(404);
    }

    @Test
    void shouldSayWhatTheNameShouldBe() {
        producer.topics.send(request("Not_A_Name", 2));

        assertThat(producer.rejection("Not_A_Name").problems())
                .extracting(FieldProblem::field)
                .containsOnly("name");
    }

    @Test
    void shouldRefuseAWriteThatExpectsAnotherVersion() throws Exception {
        JsonNode manifest =
                new ObjectMapper()
                        .readTree(
                                """
                                {"apiVersion": "serving.kserve.io/v1beta1", "kind": "InferenceService",
                                 "metadata": {"resourceVersion": "1"},
                                 "spec": {"predictor": {"model": {"modelFormat": {"name": "onnx"},
                                  "storageUri": "s3://models/other"}}}}
                                """);
        producer.topics.send(request("versioned", 2));
        producer.topics.send(new RegistrationRequested("kafka", "versioned", null, manifest));

        assertThat(producer.answers("versioned", 2).getLast())
                .isInstanceOfSatisfying(
                        RegistrationRejected.class,
                        rejected ->
                                assertThat(rejected.problems())
                                        .extracting(FieldProblem::field)
                                        .containsExactly("metadata.resourceVersion"));
    }

    @Test
    void shouldNotLetAnOldDuplicateUndoWhatCameAfterIt() {
        producer.topics.send(request("twice", 2), "first");
        producer.topics.send(request("twice", 3), "second");
        producer.topics.send(request("twice", 2), "first");
        producer.topics.send(request("twice", 3), "second");

        // Each message is answered, each registration takes effect once.
        assertThat(producer.generations("twice", 4)).containsExactly(1L, 2L, 1L, 2L);
        assertThat(desired("twice", 2)).hasSize(2);
    }

    @Test
    void shouldTakeADifferentRegistrationUnderAnOldId() {
        producer.topics.send(request("sloppy", 2), "always-the-same");
        producer.topics.send(request("sloppy", 3), "always-the-same");

        assertThat(producer.generations("sloppy", 2)).containsExactly(1L, 2L);
    }

    @Test
    void shouldRepeatARejection() {
        producer.topics.send(request("refused", model(-1)), "bad");
        producer.topics.send(request("refused", model(-1)), "bad");

        List<RegistrationResult> answers = producer.answers("refused", 2);
        assertThat(answers.getFirst()).isInstanceOf(RegistrationRejected.class);
        assertThat(answers.getLast()).isEqualTo(answers.getFirst());
    }

    @Test
    void shouldWithdraw() {
        producer.topics.send(request("withdrawn", 2));
        producer.topics.send(new RegistrationWithdrawn("kafka", "withdrawn"));
        producer.topics.send(new RegistrationWithdrawn("kafka", "withdrawn"));

        List<RegistrationResult> answers = producer.answers("withdrawn", 3);
        assertThat(answers.get(1))
                .isInstanceOfSatisfying(
                        RegistrationAccepted.class,
                        accepted -> assertThat(accepted.generation()).isEqualTo(2));
        assertThat(answers.get(2))
                .isInstanceOfSatisfying(
                        RegistrationRejected.class,
                        rejected ->
                                assertThat(rejected.reason())
                                        .contains("no model withdrawn in namespace kafka"));
        assertThat(desired("withdrawn", 2).getLast()).isInstanceOf(InferenceServiceDeleted.class);
        given().get("/v1/models/kafka/withdrawn").then().statusCode(404);
    }

    @Test
    void shouldRejectWhatItCannotReadAndGoOn() {
        byte[] request = "{\"namespace\": \"kafka\", \"name\": \"headless\"}".getBytes(UTF_8);
        producer.topics.send(TOPIC, null, Map.of("ce_id", "h-1"), request);
        producer.topics.send(
                TOPIC,
                "kafka/broken",
                Map.of("ce_type", REQUESTED, "ce_id", "b-1"),
                "{\"name\":".getBytes(UTF_8));
        producer.topics.send(TOPIC, "nobody knows whom this is about", Map.of(), new byte[] {0});
        producer.topics.send(request("broken", 2));

        assertThat(producer.rejection("headless").reason()).contains("no ce_type header");
        assertThat(producer.rejection("headless").registrationId()).isEqualTo("h-1");
        List<RegistrationResult> broken = producer.answers("broken", 2);
        assertThat(broken.getFirst())
                .isInstanceOfSatisfying(
                        RegistrationRejected.class,
                        rejected ->
                                assertThat(rejected.reason())
                                        .startsWith("The data is no " + REQUESTED));
        assertThat(broken.getLast()).isInstanceOf(RegistrationAccepted.class);
        try (TopicReader dead = new TopicReader(Topic.REGISTRATIONS.dlqName())) {
            List<ConsumerRecord<String, byte[]>> letters = dead.await(_ -> true, 3);
            assertThat(letters)
                    .allSatisfy(letter ->
                            assertThat(TopicReader.headers(letter))
                                    .containsKey("dead-letter-reason"));
        }
    }

    @Test
    void shouldAnswerATypeThatItDoesNotKnow() {
        producer.topics.send(
                TOPIC,
                "kafka/future",
                Map.of("ce_type", "io.gantry.registration.request.v1", "ce_id", "f-1"),
                "{}".getBytes(UTF_8));

        assertThat(producer.rejection("future").reason())
                .contains("io.gantry.registration.request.v1 is not known here; send " + REQUESTED);
    }

    private static List<InferenceServiceEvent> desired(String name, int count) {
        try (TopicReader topic = new TopicReader(Topic.INFERENCE_SERVICES.topicName())) {
            topic.await("kafka/" + name, count);
            return topic.all("kafka/" + name).stream()
                    .map(TopicReader::decode)
                    .map(InferenceServiceEvent.class::cast)
                    .toList();
        }
    }
}
