package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.World;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests that are put together for the predictor.
@QuarkusTest
class BatchTest {

    private static final String HALF_A_MINUTE =
            "{\"batcher\": {\"maxBatchSize\": 4, \"maxLatency\": 30000}}";
    private static final String SOON =
            "{\"batcher\": {\"maxBatchSize\": 100, \"maxLatency\": 300}}";

    @Inject MeterRegistry metrics;

    private World world;

    @BeforeEach
    void open() {
        world = new World();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void shouldAskAFullBatchAtOnceAndAnswerEachWithItsPart() throws Exception {
        try (Predictor predictor = doubling()) {
            String model = world.serveWith(HALF_A_MINUTE, predictor);

            List<CompletableFuture<HttpResponse<String>>> answers =
                    IntStream.range(0, 4)
                            .mapToObj(i ->
                                    world.sendAsync(
                                            asking(model, "{\"instances\": [%d]}".formatted(i))))
                            .toList();

            String batch = json(answers.getFirst().join()).path("batchId").asText();
            for (int i = 0; i < 4; i++) {
                assertThat(json(answers.get(i).join()).path("predictions").toString())
                        .isEqualTo("[%d]".formatted(2 * i));
                assertThat(json(answers.get(i).join()).path("batchId").asText()).isEqualTo(batch);
            }
            assertThat(predictor.requests()).hasSize(1);
            assertThat(
                            metrics.get("gantry.proxy.batch.rows")
                                    .tag("model", model)
                                    .summary()
                                    .totalAmount())
                    .isEqualTo(4);
        }
    }

    @Test
    void shouldAskWhenTheFirstHasWaitedForLongEnough() throws Exception {
        try (Predictor predictor = doubling()) {
            String model = world.serveWith(SOON, predictor);

            var one = world.sendAsync(asking(model, "{\"instances\": [1, 2]}"));
            var other = world.sendAsync(asking(model, "{\"instances\": [3]}"));

            assertThat(json(one.join()).path("predictions").toString()).isEqualTo("[2,4]");
            assertThat(json(other.join()).path("predictions").toString()).isEqualTo("[6]");
            assertThat(predictor.requests()).hasSize(1);
        }
    }

    @Test
    void shouldNeverMakeABatchLargerThanItMayBe() {
        try (Predictor predictor = doubling()) {
            String model =
                    world.serveWith(
                            "{\"batcher\": {\"maxBatchSize\": 4, \"maxLatency\": 300}}", predictor);

            var answers =
                    IntStream.range(0, 3)
                            .mapToObj(_ ->
                                    world.sendAsync(asking(model, "{\"instances\": [1, 2, 3]}")))
                            .toList();

            assertThat(answers).allMatch(answer -> answer.join().body().contains("[2,4,6]"));
            assertThat(predictor.requests()).hasSize(3);
        }
    }

    @Test
    void shouldPutTensorsTogether() throws Exception {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        try (Predictor predictor =
                Predictor.answering(request ->
                        request.body()
                                .onSuccess(body -> {
                                    seen.add(body.toString());
                                    JsonObject input =
                                            body.toJsonObject()
                                                    .getJsonArray("inputs")
                                                    .getJsonObject(0);
                                    request.response()
                                            .end(
                                                    new JsonObject()
                                                            .put("model_name", "m")
                                                            .put(
                                                                    "outputs",
                                                                    new JsonArray().add(input))
                                                            .encode());
                                }))) {
            String model = world.serveWith(SOON, predictor);
            String tensor =
                    "{\"id\": \"%s\", \"inputs\": [{\"name\": \"x\", \"shape\": [1, 2], \"datatype\": \"FP32\", \"data\": [%s]}]}";
            String path = "/v2/models/%s/infer".formatted(model);

            var one = world.sendAsync(world.posting(path, tensor.formatted("a", "1.5, 2")));
            var other = world.sendAsync(world.posting(path, tensor.formatted("b", "3, 4")));

            assertThat(json(one.join()).at("/outputs/0/data").toString()).isEqualTo("[1.5,2]");
            assertThat(json(one.join()).path("id").asText()).isEqualTo("a");
            assertThat(json(other.join()).at("/outputs/0/data").toString()).isEqualTo("[3,4]");
            assertThat(json(other.join()).path("id").asText()).isEqualTo("b");
            assertThat(seen).hasSize(1);
        }
    }

    @Test
    void shouldKeepApartWhatThePredictorCouldTellApart() {
        try (Predictor predictor = doubling()) {
            String model = world.serveWith(SOON, predictor);

            var mine =
                    world.sendAsync(asking(model, "{\"instances\": [1]}").header("X-Tenant", "me"));
            var theirs =
                    world.sendAsync(
                            asking(model, "{\"instances\": [2]}").header("X-Tenant", "them"));
            var other = world.sendAsync(asking(model, "{\"instances\": [3], \"x\": 1}"));

            assertThat(mine.join().statusCode()).isEqualTo(200);
            assertThat(theirs.join().statusCode()).isEqualTo(200);
            assertThat(other.join().statusCode()).isEqualTo(200);
            assertThat(predictor.requests()).hasSize(3);
        }
    }

    @Test
    void shouldTellTheErrorOfOneToThisOneAlone() {
        try (Predictor predictor =
                Predictor.answering(request ->
                        request.body()
                                .onSuccess(body -> {
                                    if (body.toString().contains("\"bad\"")) {
                                        request.response()
                                                .setStatusCode(422)
                                                .putHeader("x-reason", "bad")
                                                .end("{\"error\": \"bad\"}");
                                    } else {
                                        answerDoubled(request, body.toJsonObject());
                                    }
                                }))) {
            String model = world.serveWith(SOON, predictor);

            var good = world.sendAsync(asking(model, "{\"instances\": [1]}"));
            var bad = world.sendAsync(asking(model, "{\"instances\": [\"bad\"]}"));

            assertThat(good.join().body()).contains("[2]");
            assertThat(bad.join().statusCode()).isEqualTo(422);
            assertThat(bad.join().headers().firstValue("x-reason")).contains("bad");
            assertThat(predictor.requests()).hasSize(3);
        }
    }

    @Test
    void shouldAskEachAloneWhenTheAnswerCannotBeShared() {
        try (Predictor predictor =
                Predictor.answering(request ->
                        request.body()
                                .onSuccess(body ->
                                        request.response().end("{\"predictions\": [0]}")))) {
            String model = world.serveWith(SOON, predictor);

            var one = world.sendAsync(asking(model, "{\"instances\": [1]}"));
            var other = world.sendAsync(asking(model, "{\"instances\": [2]}"));

            assertThat(one.join().body()).isEqualTo("{\"predictions\": [0]}");
            assertThat(other.join().body()).isEqualTo("{\"predictions\": [0]}");
            assertThat(predictor.requests()).hasSize(3);
        }
    }

    @Test
    void shouldWaitForOthersNoLongerThanTheModelMayTake() {
        try (Predictor predictor = doubling()) {
            String model =
                    world.serveWith(
                            "{\"timeout\": 1, \"batcher\": {\"maxLatency\": 30000}}", predictor);

            HttpResponse<String> answer = world.send(asking(model, "{\"instances\": [1]}"));

            assertThat(answer.statusCode()).isEqualTo(504);
            assertThat(predictor.requests()).isEmpty();
        }
    }

    @Test
    void shouldSendAloneWhatIsNoListOfInstances() {
        try (Predictor predictor =
                Predictor.answering(request -> request.body().onSuccess(request.response()::end))) {
            String model = world.serveWith(HALF_A_MINUTE, predictor);

            assertThat(world.send(asking(model, "not JSON")).body()).isEqualTo("not JSON");
            String large = "{\"instances\": [\"%s\"]}".formatted("x".repeat(2_000_000));
            assertThat(world.send(asking(model, large)).body()).isEqualTo(large);
        }
    }

    @Test
    void shouldGoOnWithoutAClientThatLeft() {
        Queue<Runnable> held = new ConcurrentLinkedQueue<>();
        AtomicBoolean cancelled = new AtomicBoolean();
        try (Predictor predictor =
                Predictor.answering(request -> {
                    request.connection().closeHandler(_ -> cancelled.set(true));
                    request.body()
                            .onSuccess(body ->
                                    held.add(() -> answerDoubled(request, body.toJsonObject())));
                })) {
            String model = world.serveWith(SOON, predictor);
            var leaving = world.sendAsync(asking(model, "{\"instances\": [1]}"));
            var staying = world.sendAsync(asking(model, "{\"instances\": [2]}"));
            await().until(() -> held.size() == 1);

            leaving.cancel(true);
            held.remove().run();
            assertThat(staying.join().body()).contains("[4]");

            var first = world.sendAsync(asking(model, "{\"instances\": [1]}"));
            var second = world.sendAsync(asking(model, "{\"instances\": [2]}"));
            await().until(() -> held.size() == 1);
            first.cancel(true);
            second.cancel(true);
            await().untilTrue(cancelled);
        }
    }

    private static Predictor doubling() {
        return Predictor.answering(request ->
                request.body().onSuccess(body -> answerDoubled(request, body.toJsonObject())));
    }

    private static void answerDoubled(HttpServerRequest request, JsonObject body) {
        JsonArray predictions = new JsonArray();
        body.getJsonArray("instances")
                .forEach(each -> predictions.add(2 * ((Number) each).intValue()));
        request.response().end(new JsonObject().put("predictions", predictions).encode());
    }

    private HttpRequest.Builder asking(String model, String body) {
        return world.posting("/v1/models/%s:predict".formatted(model), body);
    }

    private static JsonNode json(HttpResponse<String> answer) throws JsonProcessingException {
        return new ObjectMapper().readTree(answer.body());
    }
}
