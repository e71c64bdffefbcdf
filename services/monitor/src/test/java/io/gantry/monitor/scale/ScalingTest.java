package io.gantry.monitor.scale;

import static io.gantry.monitor.Samples.ready;
import static io.gantry.monitor.Samples.sample;
import static io.gantry.monitor.Samples.service;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.sun.net.httpserver.HttpServer;
import io.gantry.bus.CatchUp;
import io.gantry.bus.EventPublisher;
import io.gantry.events.EncodedEvent;
import io.gantry.events.Endpoint;
import io.gantry.events.Event;
import io.gantry.events.InferenceServiceDeleted;
import io.gantry.events.LatencyHistogram;
import io.gantry.events.Payload;
import io.gantry.events.PredictorObserved;
import io.gantry.events.ScalingDecided;
import io.gantry.events.ScalingEvent;
import io.gantry.events.ScalingRemoved;
import io.gantry.events.Topic;
import io.gantry.events.TrafficSampled;
import io.gantry.monitor.ShortWindows;
import io.gantry.monitor.TopicTail;
import io.gantry.problem.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(ShortWindows.class)
class ScalingTest {

    private final EventPublisher publisher;
    private final CatchUp catchUp;
    private final MeterRegistry metrics;
    private TopicTail scaling;

    ScalingTest(EventPublisher publisher, CatchUp catchUp, MeterRegistry metrics) {
        this.publisher = publisher;
        this.catchUp = catchUp;
        this.metrics = metrics;
    }

    @BeforeEach
    void start() {
        await().atMost(Duration.ofSeconds(20)).until(catchUp::reached);
        scaling = new TopicTail(Topic.SCALING);
    }

    @AfterEach
    void stop() throws InterruptedException {
        scaling.stop();
    }

    @Test
    void shouldFollowARevisionFromItsStartToZeroAndBackAtOnce() {
        String name = "whole-life";
        publish(service(name, 1, "{'minReplicas':0}"));
        awaitReplicas(name, 1);
        publish(ready(name, 1, 1));

        // Nobody asks for it: the stable window and the grace period pass.
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(replicas(name)).containsExactly(1, 0));
        publish(ready(name, 0, 2));

        Instant asked = Instant.now();
        publish(sample(name, asked, 0, 0, 1));
        awaitReplicas(name, 1);
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofMillis(450));
        assertThat(replicas(name)).containsExactly(1, 0, 1);
        assertThat(decided(name).getLast().reason()).contains("1 request queued");
    }

    @Test
    void shouldScaleUpWithDemandAndStayWithinMaxReplicas() {
        String name = "busy";
        publish(service(name, 1, "{'scaleTarget':2,'maxReplicas':4}"));
        publish(ready(name, 1, 1));
        awaitReplicas(name, 1);

        Instant start = Instant.now();
        for (int second = 0; second < 3; second++) {
            publish(sample(name, start.minusSeconds(2 - second), 20, 20, 0));
        }

        awaitReplicas(name, 4);
        assertThat(decided(name).getLast().reason()).contains("limited by maxReplicas 4");
        assertThat(decided(name).getLast().rule())
                .isIn("StableWindow", "PanicWindow", "RequestsPresent");
        assertThat(decided(name).getLast().clamp()).isEqualTo("MaxReplicas");
        RestAssured.get("/v1/scaling/default/" + name)
                .then()
                .body("[0].clamp", equalTo("MaxReplicas"));
        assertThat(decided(name).getLast().inputs()).containsEntry("ready", 1.0);
    }

    /// A monitor that was held tells later what it wanted; this one has the revision.
    @Test
    void shouldAnswerAnotherMonitorThatTakesReplicasAway() {
        String name = "contested";
        publish(service(name, 1, "{'minReplicas':3}"));
        awaitReplicas(name, 3);

        publish(decision(name, 1));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(replicas(name)).containsExactly(3, 1, 3));
        assertThat(decided(name).getLast().generation())
                .isGreaterThan(decided(name).get(1).generation());
    }

    /// The service is read before or after its decision, as it comes.
    @Test
    void shouldNotWakeWhatIsAtZeroWhenItIsReadBack() {
        String name = "still-asleep";
        publish(service(name, 1, "{'minReplicas':0}"));
        awaitReplicas(name, 1);
        publish(new InferenceServiceDeleted("default", name, "uid-" + name, 2));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> of(name).getLast() instanceof ScalingRemoved);
        publish(decision(name, 0));
        publish(service(name, 3, "{'minReplicas':0}"));
        publish(service("after-" + name, 1, "{}"));

        awaitReplicas("after-" + name, 1);

        assertThat(decided(name).getLast().replicas()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-600, 600})
    void shouldScaleByTheSamplesOfAProxyWhoseClockIsWrong(int seconds) {
        String name = "clock" + seconds;
        publish(service(name, 1, "{'scaleTarget':2,'maxReplicas':4}"));
        publish(ready(name, 1, 1));
        awaitReplicas(name, 1);

        await().pollInterval(Duration.ofMillis(250))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> {
                    publish(quarter(name, "wrong" + seconds, Instant.now().plusSeconds(seconds)));
                    assertThat(decided(name).getLast().replicas()).isEqualTo(4);
                });
    }

    /// Of a second, with 20 requests at a time.
    private static TrafficSampled quarter(String name, String proxy, Instant at) {
        return new TrafficSampled(
                "default",
                name,
                name + "-00001",
                proxy,
                at,
                250,
                20,
                20,
                0,
                20,
                0,
                0,
                LatencyHistogram.EMPTY);
    }

    /// Samples come in batches.
    @Test
    void shouldPassOverASampleThatNobodyCanReadAndTakeThoseAroundIt() {
        String name = "around";
        publish(service(name, 1, "{'scaleTarget':2,'maxReplicas':2}"));
        publish(ready(name, 1, 1));
        awaitReplicas(name, 1);
        double before = deadLetters();
        double readBefore = samplesRead();

        EncodedEvent good = publisher.encode(quarter(name, "proxy-1", Instant.now()));
        EncodedEvent bad =
                new EncodedEvent(
                        good.topic(),
                        good.key(),
                        good.headers(),
                        new Payload("application/json", "{\"name\":".getBytes(UTF_8)));
        for (int each = 0; each < 3; each++) {
            publisher.send(bad, Context.current()).toCompletableFuture().join();
            publish(quarter(name, "proxy-1", Instant.now()));
        }

        awaitReplicas(name, 2);
        await().atMost(Duration.ofSeconds(10)).until(() -> samplesRead() >= readBefore + 3);
        await().atMost(Duration.ofSeconds(10)).until(() -> deadLetters() == before + 3);
    }

    private double samplesRead() {
        return metrics.counter("gantry.monitor.samples.read").count();
    }

    /// On the dead letter topic, of whatever test.
    private static double deadLetters() {
        try (Admin admin =
                Admin.create(
                        Map.of(
                                "bootstrap.servers",
                                ConfigProvider.getConfig()
                                        .getValue("kafka.bootstrap.servers", String.class)))) {
            TopicPartition partition = new TopicPartition(Topic.TRAFFIC.dlqName(), 0);
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Of another monitor.
    private static ScalingDecided decision(String name, int replicas) {
        return new ScalingDecided(
                "default",
                name,
                name + "-00001",
                Instant.now().toEpochMilli() * 1000,
                replicas,
                "Said another.",
                Map.of());
    }

    /// The whole way from a replica's text to a decision.
    @Test
    void shouldScaleByAMetricThatItsReplicasTell() throws IOException {
        String name = "own-metric";
        HttpServer replica = telling("jobs_open{queue=\"a\"} 25\njobs_open{queue=\"b\"} 20\n");
        try {
            publish(
                    service(
                            name,
                            1,
                            "{'annotations':{'autoscaling.knative.dev/metric':'jobs_open','autoscaling.knative.dev/target':'10'}}"));
            awaitReplicas(name, 1);
            publish(readyAt(name, replica.getAddress().getPort()));

            awaitReplicas(name, 5);
            assertThat(decided(name).getLast().reason())
                    .isEqualTo("jobs_open is 45, at a target of 10 a replica.");
            assertThat(decided(name).getLast().inputs()).containsEntry("metric", 45.0);
        } finally {
            replica.stop(0);
        }
    }

    /// The whole way from a process of this machine to a decision.
    @Test
    void shouldScaleByTheCpuOfItsProcess() throws IOException {
        String name = "busy-cpu";
        Process process = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        try {
            publish(
                    service(
                            name,
                            1,
                            "{'autoScaling':{'metrics':[{'type':'Resource','resource':{'name':'cpu','target':{'averageUtilization':50}}}]}}"));
            awaitReplicas(name, 1);
            publish(
                    new PredictorObserved(
                            "default",
                            name,
                            name + "-00001",
                            1,
                            PredictorObserved.Phase.READY,
                            1,
                            List.of(
                                    new Endpoint(
                                            name + "-r1",
                                            "127.0.0.1",
                                            1,
                                            "local",
                                            true,
                                            5L,
                                            null,
                                            process.pid(),
                                            null)),
                            "onnx",
                            null,
                            Map.of(),
                            PredictorObserved.LOCAL,
                            Map.of("cpu", 0.05)));

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(decided(name).getLast().replicas()).isGreaterThan(1));
            assertThat(decided(name).getLast().reason())
                    .matches("cpu is at \\d+ % of its request, target 50 %.*");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldSayWhichReplicaIsMissedLeast() throws IOException {
        String name = "warmth";
        AtomicInteger asked = new AtomicInteger();
        HttpServer warm = telling(llm(900), asked);
        AtomicInteger askedToo = new AtomicInteger();
        HttpServer cold = telling(llm(3), askedToo);
        try {
            publish(service(name, 1, "{'minReplicas':2}"));
            awaitReplicas(name, 2);
            publish(
                    new PredictorObserved(
                            "default",
                            name,
                            name + "-00001",
                            1,
                            PredictorObserved.Phase.READY,
                            2,
                            List.of(endpoint("cold", cold), endpoint("warm", warm)),
                            "vllm",
                            null));
            // The second time, what was told the first time is known.
            await().atMost(Duration.ofSeconds(30)).until(() -> asked.get() > 1);
            await().atMost(Duration.ofSeconds(30)).until(() -> askedToo.get() > 1);

            publish(service(name, 2, "{'minReplicas':0,'maxReplicas':1}"));

            awaitReplicas(name, 1);
            assertThat(decided(name).getLast().leave()).containsExactly("cold");
        } finally {
            warm.stop(0);
            cold.stop(0);
        }
    }

    private static String llm(int cacheHits) {
        return "vllm:num_requests_running 1\nvllm:num_requests_waiting 0\nvllm:prefix_cache_hits_total %d\n"
                .formatted(cacheHits);
    }

    private static Endpoint endpoint(String id, HttpServer server) {
        return new Endpoint(id, "127.0.0.1", server.getAddress().getPort(), "local", true, 5L);
    }

    private static HttpServer telling(String metrics) throws IOException {
        return telling(metrics, new AtomicInteger());
    }

    private static HttpServer telling(String metrics, AtomicInteger asked) throws IOException {
        HttpServer replica =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        replica.createContext(
                "/metrics",
                exchange -> {
                    asked.incrementAndGet();
                    byte[] text = metrics.getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, text.length);
                    exchange.getResponseBody().write(text);
                    exchange.close();
                });
        replica.start();
        return replica;
    }

    private static PredictorObserved readyAt(String name, int port) {
        return new PredictorObserved(
                "default",
                name,
                name + "-00001",
                1,
                PredictorObserved.Phase.READY,
                1,
                List.of(new Endpoint(name + "-r1", "127.0.0.1", port, "local", true, 5L)),
                "onnx",
                null);
    }

    @Test
    void shouldDropTheDecisionWithItsService() {
        String name = "short-lived";
        publish(service(name, 1, "{}"));
        awaitReplicas(name, 1);

        publish(new InferenceServiceDeleted("default", name, "uid-" + name, 2));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(of(name).getLast()).isInstanceOf(ScalingRemoved.class));
    }

    @Test
    void shouldTellDecisionsByHttp() {
        String name = "told";
        publish(service(name, 1, "{'minReplicas':2}"));
        awaitReplicas(name, 2);

        await("told as of the last look, once a whole window was heard")
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        RestAssured.get("/v1/scaling/default/told")
                                .then()
                                .statusCode(200)
                                .body("[0].revision", equalTo("told-00001"))
                                .body("[0].replicas", equalTo(2))
                                .body("[0].reason", containsString("minReplicas 2"))
                                .body("[0].inputs.minReplicas", equalTo(2.0f)));
        RestAssured.get("/v1/scaling").then().statusCode(200).body("name", hasItem("told"));
        await("told as a metric, too, once the look at everything is over")
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        RestAssured.get("/q/metrics")
                                .then()
                                .body(
                                        containsString(
                                                "gantry_monitor_desired_replicas{name=\"told\"")));
    }

    @Test
    void shouldTellReadyReplicasAndTheUseOfTheirGpusAsMetrics() {
        String name = "on-gpu";
        publish(
                service(
                        name,
                        1,
                        "{'model':{'modelFormat':{'name':'onnx'},'resources':{'limits':{'nvidia.com/gpu':'1'}}}}"));
        publish(
                new PredictorObserved(
                        "default",
                        name,
                        name + "-00001",
                        1,
                        PredictorObserved.Phase.READY,
                        2,
                        List.of(
                                new Endpoint(
                                        "r0",
                                        "127.0.0.1",
                                        9000,
                                        "local",
                                        true,
                                        5L,
                                        null,
                                        ProcessHandle.current().pid(),
                                        null),
                                new Endpoint("r1", "127.0.0.1", 9001, "local", false, null)),
                        "onnx",
                        null,
                        Map.of(),
                        PredictorObserved.LOCAL,
                        Map.of()));

        String labels = "{name=\"on-gpu\",namespace=\"default\",revision=\"on-gpu-00001\"}";
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        RestAssured.get("/q/metrics")
                                .then()
                                .body(
                                        containsString(
                                                "gantry_monitor_ready_replicas" + labels + " 1.0"))
                                .body(
                                        containsString(
                                                "gantry_monitor_gpu_utilization" + labels + " 0.9"))
                                .body(
                                        containsString(
                                                "gantry_monitor_gpu_memory" + labels + " 0.25")));
    }

    /// Also of services that were there before.
    @Test
    void shouldFollowTheConfigMapWhileItRuns() throws IOException {
        String name = "configured";
        publish(service(name, 1, "{}"));
        awaitReplicas(name, 1);
        Path key = ShortWindows.CONFIG_AUTOSCALER.resolve("max-scale");
        try {
            Files.writeString(key, "7");
            awaitMaxReplicas(name, 7);

            Files.writeString(key, "many");
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() ->
                            RestAssured.get("/q/metrics")
                                    .then()
                                    .body(
                                            containsString(
                                                    "gantry_monitor_autoscaler_config_refused 1")));
            awaitMaxReplicas(name, 7);
        } finally {
            Files.deleteIfExists(key);
        }
        awaitMaxReplicas(name, 0);
    }

    private static void awaitMaxReplicas(String name, float max) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        RestAssured.get("/v1/scaling/default/" + name)
                                .then()
                                .body("[0].inputs.maxReplicas", equalTo(max)));
    }

    @Test
    void shouldSayThatNothingIsScaledUnderAnUnknownName() {
        RestAssured.get("/v1/scaling/default/nobody")
                .then()
                .statusCode(404)
                .contentType(Problem.MEDIA_TYPE)
                .body("type", equalTo("urn:gantry:problem:scaling-not-found"))
                .body("detail", containsString("default/nobody"));
    }

    private void publish(Event event) {
        publisher.send(event).toCompletableFuture().join();
    }

    private void awaitReplicas(String name, int wanted) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(10))
                .until(() ->
                        !decided(name).isEmpty() && decided(name).getLast().replicas() == wanted);
    }

    private List<Integer> replicas(String name) {
        return decided(name).stream().map(ScalingDecided::replicas).toList();
    }

    private List<ScalingDecided> decided(String name) {
        return of(name).stream()
                .filter(ScalingDecided.class::isInstance)
                .map(ScalingDecided.class::cast)
                .toList();
    }

    private List<ScalingEvent> of(String name) {
        return scaling.all(ScalingEvent.class).stream()
                .filter(event -> event.name().equals(name))
                .toList();
    }
}
