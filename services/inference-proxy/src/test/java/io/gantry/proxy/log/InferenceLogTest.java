package io.gantry.proxy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.events.InferenceLogEvent;
import io.gantry.events.InferenceRequestLogged;
import io.gantry.events.InferenceResponseLogged;
import io.gantry.events.Keys;
import io.gantry.proxy.world.Events;
import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.World;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is logged of a model's traffic, and what never is.
@QuarkusTest
class InferenceLogTest {

    private static final String ALL = "{\"logger\": {\"mode\": \"all\"}}";
    private static final int LIMIT = 512 * 1024;

    @Inject MeterRegistry metrics;
    @Inject InferenceLog log;

    private World world;

    @BeforeEach
    void open() {
        world = new World();
    }

    @AfterEach
    void close() {
        world.close();
        // Whatever became of it, it takes no memory any more.
        waiting().until(() -> log.budget().held() == 0);
    }

    @Test
    void shouldLogBothBodiesWithWhatTheServiceWantsToKnow() {
        try (Predictor predictor = Predictor.answering(InferenceLogTest::answer)) {
            String model =
                    serve(
                            """
                            {"metadata": {"annotations": {"team": "search", "other": "x"}}}
                            """,
                            """
                            {"logger": {"mode": "all", "metadataHeaders": ["X-Tenant", "Authorization"],
                             "metadataAnnotations": ["team", "absent"]}}
                            """,
                            predictor);

            world.send(
                    world.posting(path(model), "{\"instances\": [1]}")
                            .header("X-Tenant", "a")
                            .header("Authorization", "Bearer secret")
                            .header("Ce-Id", "q-1"));

            awaitLogged(model, 2);
            InferenceLogEvent request = of(model, InferenceRequestLogged.class);
            assertThat(text(request)).isEqualTo("{\"instances\": [1]}");
            assertThat(request.payload().contentType()).isEqualTo("application/json");
            assertThat(request.exchange().id()).isEqualTo("q-1");
            assertThat(request.exchange().component()).isEqualTo("predictor");
            assertThat(request.exchange().endpoint()).isEqualTo(model + "-00001");
            assertThat(request.exchange().metadata()).isEqualTo(Map.of("x-tenant", List.of("a")));
            assertThat(request.exchange().annotations()).isEqualTo(Map.of("team", "search"));
            InferenceLogEvent answer = of(model, InferenceResponseLogged.class);
            assertThat(text(answer)).isEqualTo("{\"predictions\": [2]}");
            assertThat(answer.exchange()).isEqualTo(request.exchange());
        }
    }

    @ParameterizedTest
    @CsvSource({"request, InferenceRequestLogged", "response, InferenceResponseLogged"})
    void shouldLogOneSideAlone(String mode, String type) {
        try (Predictor predictor = Predictor.answering(InferenceLogTest::answer)) {
            String model =
                    world.serveWith("{\"logger\": {\"mode\": \"%s\"}}".formatted(mode), predictor);

            predict(model);
            predict(model);

            awaitLogged(model, 2);
            assertThat(world.logged(model))
                    .extracting(each -> each.getClass().getSimpleName())
                    .containsOnly(type);
        }
    }

    @Test
    void shouldLogWhereTheAnnotationSaysSoAndNoneWhereNothingDoes() {
        try (Predictor predictor = Predictor.answering(InferenceLogTest::answer)) {
            String silent = world.serve(predictor);
            String model =
                    serve(
                            """
                            {"metadata": {"annotations": {"serving.kserve.io/enable-logger": "true"}}}
                            """,
                            "{}",
                            predictor);

            predict(silent);
            predict(model);

            awaitLogged(model, 2);
            assertThat(world.logged(silent)).isEmpty();
        }
    }

    @Test
    void shouldLogNoneOfASampleOfNothing() {
        try (Predictor predictor = Predictor.answering(InferenceLogTest::answer)) {
            String none =
                    serve(
                            """
                            {"metadata": {"annotations": {"gantry.io/log-sample-percent": "0"}}}
                            """,
                            ALL,
                            predictor);
            String model = world.serveWith(ALL, predictor);

            predict(none);
            predict(model);

            awaitLogged(model, 2);
            assertThat(world.logged(none)).isEmpty();
        }
    }

    /// Nor do questions about the model itself say anything of its work.
    @Test
    void shouldNotLogErrorsNorQuestions() {
        try (Predictor predictor =
                Predictor.answering(
                        request -> request.response().setStatusCode(500).end("It broke"))) {
            String model = world.serveWith(ALL, predictor);

            world.get("/v1/models/" + model);
            predict(model);

            awaitLogged(model, 1);
            assertThat(world.logged(model))
                    .singleElement()
                    .isInstanceOf(InferenceRequestLogged.class);
        }
    }

    @Test
    void shouldLogTheBeginningOfALongBodyAndHowLongItIs() {
        try (Predictor predictor = Predictor.answering(InferenceLogTest::answer)) {
            String model = world.serveWith(ALL, predictor);

            world.post(path(model), "x".repeat(LIMIT + 100_000));

            awaitLogged(model, 2);
            InferenceLogEvent request = of(model, InferenceRequestLogged.class);
            assertThat(request.payload().bytes()).hasSize(LIMIT);
            assertThat(request.payload().size()).isEqualTo(LIMIT + 100_000);
        }
    }

    /// KServe's logger keeps a stream until its end.
    @Test
    void shouldLogAStreamWithoutHoldingItBack() throws Exception {
        AtomicReference<HttpServerResponse> open = new AtomicReference<>();
        try (Predictor predictor =
                Predictor.answering(request -> {
                    request.response()
                            .setChunked(true)
                            .putHeader("Content-Type", "text/event-stream")
                            .write("data: 1\n\n");
                    open.set(request.response());
                })) {
            String model = world.serveWith(ALL, predictor);

            HttpResponse<InputStream> answer =
                    world.http()
                            .send(
                                    world.posting(
                                                    "/v1/chat/completions",
                                                    "{\"model\": \"%s\"}".formatted(model))
                                            .build(),
                                    BodyHandlers.ofInputStream());
            try (BufferedReader events = lines(answer)) {
                assertThat(events.readLine()).isEqualTo("data: 1");
                open.get().end("data: [DONE]\n\n");
                assertThat(events.readAllAsString()).endsWith("data: [DONE]\n\n");
            }

            awaitLogged(model, 2);
            assertThat(text(of(model, InferenceResponseLogged.class)))
                    .isEqualTo("data: 1\n\ndata: [DONE]\n\n");
            assertThat(text(of(model, InferenceRequestLogged.class)))
                    .isEqualTo("{\"model\": \"%s\"}".formatted(model));
        }
    }

    @Test
    void shouldNotLogAnAnswerThatBreaksOff() {
        try (Predictor predictor =
                Predictor.answering(request ->
                        request.response()
                                .putHeader("Content-Length", "100")
                                .write("half")
                                .onComplete(_ -> request.connection().close()))) {
            String model = world.serveWith(ALL, predictor);

            var answer = world.sendAsync(world.posting(path(model), "{}"));

            waiting().until(answer::isDone);
            awaitLogged(model, 1);
            assertThat(world.logged(model))
                    .singleElement()
                    .isInstanceOf(InferenceRequestLogged.class);
        }
    }

    @Test
    void shouldPostThemWhereTheServiceSays() {
        List<String> posted = new CopyOnWriteArrayList<>();
        try (Predictor predictor = Predictor.answering(InferenceLogTest::answer);
                Predictor sink =
                        Predictor.answering(request ->
                                request.body()
                                        .onSuccess(body -> {
                                            posted.add(
                                                    "%s %s %s"
                                                            .formatted(
                                                                    request.getHeader("ce-type"),
                                                                    request.getHeader(
                                                                            "ce-endpoint"),
                                                                    body));
                                            request.response().setStatusCode(202).end();
                                        }))) {
            String model =
                    world.serveWith(
                            "{\"logger\": {\"mode\": \"all\", \"url\": \"http://127.0.0.1:%d/in\"}}"
                                    .formatted(sink.port()),
                            predictor);

            predict(model);

            waiting()
                    .untilAsserted(() ->
                            assertThat(posted)
                                    .containsExactlyInAnyOrder(
                                            "org.kubeflow.serving.inference.request %s-00001 {}"
                                                    .formatted(model),
                                            "org.kubeflow.serving.inference.response %s-00001 {\"predictions\": [2]}"
                                                    .formatted(model)));
            assertThat(sink.requests()).containsOnly("POST /in");
            assertThat(world.logged(model)).isEmpty();
        }
    }

    @Test
    void shouldServeAllTheSameAndCountWhatASinkDoesNotTake() {
        double before = dropped();
        try (Predictor predictor = Predictor.answering(InferenceLogTest::answer);
                Predictor sink =
                        Predictor.answering(
                                request -> request.response().setStatusCode(503).end())) {
            String model =
                    world.serveWith(
                            "{\"logger\": {\"mode\": \"all\", \"url\": \"http://127.0.0.1:%d\"}}"
                                    .formatted(sink.port()),
                            predictor);

            assertThat(predict(model).statusCode()).isEqualTo(200);

            waiting().until(() -> dropped() == before + 2);
        }
    }

    @Test
    void shouldDropWhatASinkThatHangsCannotTake() {
        double before = dropped();
        Set<HttpServerRequest> held = ConcurrentHashMap.newKeySet();
        try (Predictor predictor = Predictor.answering(InferenceLogTest::answer);
                Predictor sink = Predictor.answering(held::add)) {
            String model =
                    world.serveWith(
                            "{\"logger\": {\"mode\": \"request\", \"url\": \"http://127.0.0.1:%d\"}}"
                                    .formatted(sink.port()),
                            predictor);

            for (int i = 0; i < 66; i++) {
                assertThat(predict(model).statusCode()).isEqualTo(200);
            }

            waiting().until(() -> dropped() == before + 2);
            waiting().until(() -> held.size() == 64);
            held.forEach(request -> request.response().setStatusCode(202).end());
        }
    }

    private double dropped() {
        return metrics.counter("gantry.proxy.log.dropped").count();
    }

    private String serve(String manifest, String predictor, Predictor replica) {
        String name = World.newName();
        world.publish(
                Events.appliedAs(
                        manifest,
                        Keys.DEFAULT_NAMESPACE,
                        name,
                        Events.revision(name, 1, 100, predictor)),
                Events.ready(Keys.DEFAULT_NAMESPACE, name, 1, replica.endpoint()));
        world.awaitReplicas(name, 1);
        return name;
    }

    private HttpResponse<String> predict(String model) {
        return world.post(path(model), "{}");
    }

    private static String path(String model) {
        return "/v1/models/%s:predict".formatted(model);
    }

    private static void answer(HttpServerRequest request) {
        request.body()
                .onSuccess(_ ->
                        request.response()
                                .putHeader("Content-Type", "application/json")
                                .end("{\"predictions\": [2]}"));
    }

    private void awaitLogged(String model, int count) {
        waiting().untilAsserted(() -> assertThat(world.logged(model)).hasSize(count));
    }

    private InferenceLogEvent of(String model, Class<? extends InferenceLogEvent> type) {
        return world.logged(model).stream().filter(type::isInstance).findFirst().orElseThrow();
    }

    private static String text(InferenceLogEvent event) {
        return new String(event.payload().bytes(), StandardCharsets.UTF_8);
    }

    private static BufferedReader lines(HttpResponse<InputStream> answer) {
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    private static ConditionFactory waiting() {
        return await().atMost(Duration.ofSeconds(20));
    }
}
