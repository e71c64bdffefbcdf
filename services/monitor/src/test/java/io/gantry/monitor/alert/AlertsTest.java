package io.gantry.monitor.alert;

import static io.gantry.monitor.Samples.ready;
import static io.gantry.monitor.Samples.sample;
import static io.gantry.monitor.Samples.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.gantry.bus.CatchUp;
import io.gantry.bus.EventPublisher;
import io.gantry.events.AlertEvent;
import io.gantry.events.AlertOpened;
import io.gantry.events.AlertResolved;
import io.gantry.events.AlertUpdated;
import io.gantry.events.Endpoint;
import io.gantry.events.Event;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.events.InferenceServiceDeleted;
import io.gantry.events.LatencyHistogram;
import io.gantry.events.NodeObserved;
import io.gantry.events.PredictorObserved;
import io.gantry.events.Topic;
import io.gantry.events.TrafficSampled;
import io.gantry.monitor.ShortWindows;
import io.gantry.monitor.TopicTail;
import io.gantry.monitor.notify.HookResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ShortWindows.class)
class AlertsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EventPublisher publisher;
    private final CatchUp catchUp;
    private final HookResource hook;
    private TopicTail alerts;

    AlertsTest(EventPublisher publisher, CatchUp catchUp, HookResource hook) {
        this.hook = hook;
        this.publisher = publisher;
        this.catchUp = catchUp;
    }

    @BeforeEach
    void start() {
        await().atMost(PATIENCE).until(catchUp::reached);
        alerts = new TopicTail(Topic.ALERTS);
    }

    @AfterEach
    void stop() throws InterruptedException {
        alerts.stop();
    }

    @Test
    void shouldOpenAndResolveEachAlertOfAModelThatDoesNotLoadOnce() {
        String name = "broken";
        publish(service(name, 1, "{}"));
        publish(failed(name, 1));

        await().atMost(PATIENCE).until(() -> of(name).size() == 1);
        assertThat(of(name).getFirst())
                .isInstanceOf(AlertOpened.class)
                .extracting(AlertEvent::alert, AlertEvent::summary)
                .containsExactly(
                        "ModelLoadFailed",
                        "Revision broken-00001 does not load: It ended. Read its log.");
        RestAssured.get("/v1/alerts")
                .then()
                .statusCode(200)
                .body("find { it.name == 'broken' }.alert", equalTo("ModelLoadFailed"))
                .body("find { it.name == 'broken' }.severity", equalTo("critical"));
        RestAssured.get("/q/metrics")
                .then()
                .body(
                        containsString(
                                "gantry_monitor_open_alerts{alert=\"ModelLoadFailed\",name=\"broken\""));

        publish(failed(name, 2));
        publish(ready(name, 1, 3));

        await().atMost(PATIENCE).until(() -> of(name).size() == 2);
        assertThat(of(name).getLast()).isInstanceOf(AlertResolved.class);
        assertThat(of(name).getLast().startsAt()).isEqualTo(of(name).getFirst().startsAt());
        RestAssured.get("/v1/alerts").then().body("name", not(hasItem(name)));
    }

    @Test
    void shouldResolveTheAlertsOfADeletedService() {
        String name = "deleted";
        publish(service(name, 1, "{}"));
        publish(failed(name, 1));
        await().atMost(PATIENCE).until(() -> of(name).size() == 1);

        publish(new InferenceServiceDeleted("default", name, "uid-" + name, 2));

        await().atMost(PATIENCE).until(() -> of(name).size() == 2);
        assertThat(of(name).getLast())
                .isInstanceOf(AlertResolved.class)
                .extracting(AlertEvent::summary)
                .isEqualTo("The service was deleted");
    }

    @Test
    void shouldOpenAnAlertWhenRequestsFail() {
        String name = "failing";
        publish(service(name, 1, "{}"));
        publish(ready(name, 1, 1));
        publish(errors(name, Instant.now(), 30));

        await().atMost(PATIENCE).until(() -> of(name).size() == 1);
        assertThat(of(name).getFirst().alert()).isEqualTo("AvailabilityBurnsFast");
        assertThat(of(name).getFirst().summary()).contains("30 % of 100 requests of the last 6s");
        await("resolved when it is over").atMost(PATIENCE).until(() -> of(name).size() == 2);
    }

    @Test
    void shouldOpenAnAlertWhenRequestsAreSlow() {
        String name = "slow";
        publish(service(name, 1, "{}"));
        publish(ready(name, 1, 1));

        await().atMost(PATIENCE)
                .until(() -> {
                    publish(traffic(name, Instant.now(), 0, 2_000));
                    return of(name).size() == 1;
                });
        assertThat(of(name).getFirst().alert()).isEqualTo("LatencyBurnsFast");
    }

    /// A long answer takes long.
    @Test
    void shouldNotCallALanguageModelSlow() {
        publish(service("talks", 1, "{'model':{'modelFormat':{'name':'vLLM'}}}"));
        publish(ready("talks", 1, 1));
        publish(service("not-talks", 1, "{'model':{'modelFormat':{'name':'onnx'}}}"));
        publish(ready("not-talks", 1, 1));

        await().atMost(PATIENCE)
                .until(() -> {
                    publish(traffic("talks", Instant.now(), 0, 2_000));
                    publish(traffic("not-talks", Instant.now(), 0, 2_000));
                    return of("not-talks").size() == 1;
                });
        publish(errors("talks", Instant.now(), 100));

        await("judged after that").atMost(PATIENCE).until(() -> of("talks").size() == 1);
        assertThat(of("talks").getFirst().alert()).isEqualTo("AvailabilityBurnsFast");
    }

    /// What users see of a revision that does not load has its cause told already; what they see of
    /// another revision has not.
    @Test
    void shouldNotTellWhatACauseExplains() {
        String name = "explained";
        publish(service(name, 1, "{}"));
        publish(failed(name, 1));
        await().atMost(PATIENCE).until(() -> of(name).size() == 1);

        publish(errors(name, Instant.now(), 100));
        publish(service("other-revision", 1, "{}"));
        publish(failed("other-revision", 1));
        publish(errors("other-revision", "other-revision-00002", Instant.now(), 100));

        await().atMost(PATIENCE).until(() -> of("other-revision").size() == 2);
        assertThat(of("other-revision"))
                .extracting(AlertEvent::alert)
                .contains("AvailabilityBurnsFast");
        assertThat(of(name)).extracting(AlertEvent::alert).containsExactly("ModelLoadFailed");
    }

    /// Who was told of requests that fail is told of the revision that does not load instead.
    @Test
    void shouldTellReceiversThatACauseExplainsWhatTheyWereTold() {
        String name = "explained-later";
        publish(service(name, 1, "{}"));
        publish(ready(name, 1, 1));
        publish(errors(name, Instant.now(), 100));
        await().atMost(PATIENCE)
                .until(() -> hook.changes(name, "AvailabilityBurnsFast").equals(List.of("opened")));

        publish(failed(name, 2));

        await().atMost(PATIENCE)
                .until(() -> {
                    publish(errors(name, Instant.now(), 100));
                    return hook.changes(name, "AvailabilityBurnsFast").size() == 2;
                });
        assertThat(hook.of(name, "AvailabilityBurnsFast").getLast().get("summary").asText())
                .isEqualTo("ModelLoadFailed is open and explains it");
        assertThat(hook.changes(name, "ModelLoadFailed")).containsExactly("opened");
    }

    /// Another reason is another thing to do; the same one again is not.
    @Test
    void shouldUpdateAnAlertWhenThereIsSomethingElseToDo() {
        String name = "changing";
        publish(service(name, 1, "{}"));
        publish(failed(name, 1));
        await().atMost(PATIENCE).until(() -> of(name).size() == 1);

        publish(failed(name, 2));
        publish(failed(name, 3, FailureReason.READINESS_TIMEOUT));

        await().atMost(PATIENCE).until(() -> of(name).size() == 2);
        assertThat(of(name).getLast())
                .isInstanceOfSatisfying(
                        AlertUpdated.class,
                        updated ->
                                assertThat(updated.facts())
                                        .containsEntry("reason", "ReadinessTimeout"));
        RestAssured.get("/v1/alerts")
                .then()
                .body("find { it.name == 'changing' }.facts.reason", equalTo("ReadinessTimeout"));
        await("the webhook was told, once each")
                .atMost(PATIENCE)
                .until(() -> hook.changes(name, "ModelLoadFailed").size() == 2);
        assertThat(hook.changes(name, "ModelLoadFailed")).containsExactly("opened", "updated");
    }

    @Test
    void shouldOpenAnAlertWhenReplicasEndAgainAndAgainOrStartSlowly() {
        String name = "crashing";
        publish(service(name, 1, "{}"));
        publish(ready(name, 1, 1));
        publish(failed(name, 2, FailureReason.CRASH_LOOP));
        publish(ready(name, 1, 3));
        publish(failed(name, 4, FailureReason.CRASH_LOOP));
        publish(ready(name, 1, 5));

        await().atMost(PATIENCE).until(() -> of(name).stream().anyMatch(is("ModelCrashLoops")));

        publish(starting("sluggish", 31_000));
        publish(service("sluggish", 1, "{}"));
        await().atMost(PATIENCE).until(() -> of("sluggish").stream().anyMatch(is("ColdStartSlow")));
        await("over when it is long ago")
                .atMost(PATIENCE)
                .until(() -> of("sluggish").stream().anyMatch(AlertResolved.class::isInstance));
    }

    @Test
    void shouldOpenAnAlertWhenDemandExceedsMaxReplicas() {
        String name = "saturated";
        publish(service(name, 1, "{'minReplicas':1,'maxReplicas':2,'scaleTarget':1}"));
        publish(ready(name, 2, 1));

        await().atMost(PATIENCE)
                .until(() -> {
                    publish(sample(name, Instant.now(), 20, 20, 0));
                    return of(name).stream().anyMatch(is("ModelSaturated"));
                });

        assertThat(of(name).getFirst().summary()).contains("maxReplicas is 2");
    }

    @Test
    void shouldOpenAnAlertWhenReplicasAreMissing() {
        String name = "halved";
        publish(service(name, 1, "{'minReplicas':4,'maxReplicas':4}"));
        publish(ready(name, 2, 1));

        await().atMost(PATIENCE).until(() -> of(name).stream().anyMatch(is("ReplicasMissing")));
        assertThat(of(name).getFirst().summary())
                .isEqualTo("2 of 4 replicas of halved-00001 are ready");
        publish(ready(name, 4, 2));
        await("over when all are").atMost(PATIENCE).until(() -> of(name).size() == 2);
    }

    /// What a HorizontalPodAutoscaler would like is its own; that it has all it may is seen.
    @Test
    void shouldOpenAnAlertWhenSomebodyElseHasUsedMaxReplicasUp() {
        String name = "by-hpa";
        publish(
                service(
                        name,
                        1,
                        "{'minReplicas':1,'maxReplicas':3,'annotations':{'autoscaling.knative.dev/class':'mine'}}"));
        publish(ready(name, 3, 1));

        await().atMost(PATIENCE).until(() -> of(name).stream().anyMatch(is("ModelSaturated")));
        assertThat(of(name).getFirst().summary())
                .isEqualTo("by-hpa-00001 has all of the 3 replicas that maxReplicas allows");
    }

    /// An alert on the increase of a counter that begins at 1 does not see the first.
    @Test
    void shouldCountSamplesThatDoNotCountFromZeroOn() {
        RestAssured.get("/q/metrics")
                .then()
                .body(containsString("gantry_monitor_samples_ignored_total{reason=\"too_old\"} "))
                .body(
                        containsString(
                                "gantry_monitor_samples_ignored_total{reason=\"misplaced\"} 0"));
    }

    @Test
    void shouldWatchTheCachesOfNodes() {
        String name = "node-full";
        publish(node(name, 1, 5));

        await().atMost(PATIENCE).until(() -> of(name).size() == 1);
        assertThat(of(name).getFirst())
                .isInstanceOfSatisfying(
                        AlertOpened.class,
                        opened -> {
                            assertThat(opened.namespace()).isEqualTo("_cluster");
                            assertThat(opened.alert()).isEqualTo("CacheDiskNearlyFull");
                            assertThat(opened.labels()).containsEntry("team", "platform");
                            assertThat(opened.summary()).contains("less than 10 %");
                        });

        publish(node(name, 2, 50));
        await().atMost(PATIENCE).until(() -> of(name).size() == 2);
    }

    @Test
    void shouldTellOfDeadLettersAndOfConsumersThatAreBehind() throws Exception {
        Map<String, Object> kafka =
                Map.of(
                        "bootstrap.servers",
                        ConfigProvider.getConfig()
                                .getValue("kafka.bootstrap.servers", String.class));
        try (var producer =
                new KafkaProducer<>(kafka, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(Topic.REGISTRATIONS.dlqName(), "x", "no event"))
                    .get();
            for (int i = 0; i < 7; i++) {
                producer.send(new ProducerRecord<>("gantry.model-caches", 0, "x", "{}")).get();
            }
        }
        try (Admin admin = Admin.create(kafka)) {
            admin.alterConsumerGroupOffsets(
                            "late",
                            Map.of(
                                    new TopicPartition("gantry.model-caches", 0),
                                    new OffsetAndMetadata(0)))
                    .all()
                    .get();
        }

        await().atMost(PATIENCE).until(() -> of("gantry.registrations.dlq").size() == 1);
        await().atMost(PATIENCE).until(() -> of("late").size() == 1);
        assertThat(of("gantry.registrations.dlq").getFirst().summary())
                .isEqualTo("gantry.registrations.dlq holds 1 records that could not be read");
        assertThat(of("late").getFirst().summary())
                .isEqualTo("late has 7 records before it, more than 5");
    }

    @Test
    void shouldKeepSilencedAlertsFromPeopleUntilTheSilenceEnds() {
        String name = "hushed";
        String id =
                RestAssured.given()
                        .contentType("application/json")
                        .body(
                                """
                                {"matchers": {"name": "hushed", "alert": "Model*"}, "duration": "1h",
                                 "comment": "It is known", "createdBy": "ada"}
                                """)
                        .post("/v1/silences")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id");
        publish(service(name, 1, "{}"));
        publish(failed(name, 1));
        await("it is open").atMost(PATIENCE).until(() -> of(name).size() == 1);
        RestAssured.get("/v1/alerts")
                .then()
                .body("find { it.name == 'hushed' }.silencedBy", equalTo(List.of(id)));
        publish(service("heard", 1, "{}"));
        publish(failed("heard", 1));
        await("what came after it was told")
                .atMost(PATIENCE)
                .until(() -> hook.changes("heard", "ModelLoadFailed").equals(List.of("opened")));
        assertThat(hook.changes(name, "ModelLoadFailed")).isEmpty();

        RestAssured.delete("/v1/silences/" + id).then().statusCode(204);

        await("told when the silence is over")
                .atMost(PATIENCE)
                .until(() -> hook.changes(name, "ModelLoadFailed").equals(List.of("opened")));
        publish(ready(name, 1, 2));
        await("told that it is over")
                .atMost(PATIENCE)
                .until(() -> hook.changes(name, "ModelLoadFailed").size() == 2);
        assertThat(hook.of(name, "ModelLoadFailed").getLast().get("status").asText())
                .isEqualTo("resolved");
    }

    private static Predicate<AlertEvent> is(String alert) {
        return event -> event.alert().equals(alert);
    }

    private static NodeObserved node(String name, long generation, long free) {
        return new NodeObserved(name, generation, Map.of(), Map.of(), 60_000, free, 100L);
    }

    private static PredictorObserved starting(String name, long millis) {
        return new PredictorObserved(
                "default",
                name,
                name + "-00001",
                1,
                PredictorObserved.Phase.READY,
                1,
                List.of(new Endpoint("r0", "127.0.0.1", 9000, "local", true, millis)),
                "onnx",
                null);
    }

    private static PredictorObserved failed(String name, long generation) {
        return failed(name, generation, FailureReason.MODEL_LOAD_FAILED);
    }

    private static PredictorObserved failed(String name, long generation, FailureReason reason) {
        return new PredictorObserved(
                "default",
                name,
                name + "-00001",
                generation,
                PredictorObserved.Phase.FAILED,
                1,
                List.of(),
                "onnx",
                Failure.of(reason, "It ended.", "Read its log."));
    }

    private static TrafficSampled errors(String name, Instant at, long errors) {
        return errors(name, name + "-00001", at, errors);
    }

    private static TrafficSampled errors(String name, String revision, Instant at, long errors) {
        return traffic(name, revision, at, errors, 5);
    }

    private static TrafficSampled traffic(String name, Instant at, long errors, int millis) {
        return traffic(name, name + "-00001", at, errors, millis);
    }

    private static TrafficSampled traffic(
            String name, String revision, Instant at, long errors, int millis) {
        LatencyHistogram latency = LatencyHistogram.EMPTY;
        for (int i = 0; i < 100; i++) {
            latency = latency.plusMillis(millis);
        }
        return new TrafficSampled(
                "default", name, revision, "proxy-1", at, 1000, 1, 0, 0, 100, 0, errors, latency);
    }

    private void publish(Event event) {
        publisher.send(event).toCompletableFuture().join();
    }

    private List<AlertEvent> of(String name) {
        return alerts.all(AlertEvent.class).stream()
                .filter(event -> event.name().equals(name))
                .toList();
    }
}
