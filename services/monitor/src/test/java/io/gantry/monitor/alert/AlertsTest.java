package io.gantry.monitor.alert;

import static io.gantry.monitor.Samples.ready;
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
import io.gantry.events.Event;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.events.InferenceServiceDeleted;
import io.gantry.events.LatencyHistogram;
import io.gantry.events.PredictorObserved;
import io.gantry.events.Topic;
import io.gantry.events.TrafficSampled;
import io.gantry.monitor.ShortWindows;
import io.gantry.monitor.TopicTail;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ShortWindows.class)
class AlertsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EventPublisher publisher;
    private final CatchUp catchUp;
    private TopicTail alerts;

    AlertsTest(EventPublisher publisher, CatchUp catchUp) {
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
        assertThat(of(name).getFirst().alert()).isEqualTo("ErrorRateHigh");
        assertThat(of(name).getFirst().summary()).contains("30 of 100 requests (30 %)");
    }

    private static PredictorObserved failed(String name, long generation) {
        return new PredictorObserved(
                "default",
                name,
                name + "-00001",
                generation,
                PredictorObserved.Phase.FAILED,
                1,
                List.of(),
                "onnx",
                Failure.of(FailureReason.MODEL_LOAD_FAILED, "It ended.", "Read its log."));
    }

    private static TrafficSampled errors(String name, Instant at, long errors) {
        LatencyHistogram latency = LatencyHistogram.EMPTY;
        for (int i = 0; i < 100; i++) {
            latency = latency.plusMillis(5);
        }
        return new TrafficSampled(
                "default",
                name,
                name + "-00001",
                "proxy-1",
                at,
                1000,
                1,
                0,
                0,
                100,
                0,
                errors,
                latency);
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
