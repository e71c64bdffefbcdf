package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.RawClient;
import io.gantry.proxy.world.World;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Bodies that are held whole, and the memory that they may take together.
@QuarkusTest
@TestProfile(HeldBodiesTest.LittleRoom.class)
class HeldBodiesTest {

    private static final int HALF = 60_000;
    private static final int TOO_MUCH = 150_000;

    @Inject MeterRegistry metrics;

    private World world;
    private Predictor predictor;

    @BeforeEach
    void open() {
        world = new World();
        predictor =
                Predictor.answering(request ->
                        request.body()
                                .onSuccess(body ->
                                        request.response().end(Integer.toString(body.length()))));
    }

    @AfterEach
    void close() {
        await("nothing that is held for nobody").until(() -> held() == 0);
        predictor.close();
        world.close();
    }

    @Test
    void shouldRefuseWhatThereIsNoRoomForUntilThereIs() throws IOException {
        String model = world.serve(predictor);
        String late = "{\"input\":\"%s\",\"model\":\"%s\"}".formatted("x".repeat(HALF), model);
        try (RawClient first = new RawClient(world.proxy().getPort())) {
            first.send(
                    "POST /v1/embeddings HTTP/1.1\r\nHost: proxy\r\nContent-Length: 900000\r\n\r\n{\"input\":\""
                            + "x".repeat(HALF));
            await().until(() -> held() >= HALF);

            HttpResponse<String> refused = world.post("/v1/embeddings", late);

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("retry-after")).contains("5");
            assertThat(refused.body()).contains("\"code\":\"no_room_for_body\"");
            assertThat(predictor.requests()).isEmpty();
        }
        await("the memory of a client that left").until(() -> held() == 0);
        assertThat(world.post("/v1/embeddings", late).body())
                .isEqualTo(Integer.toString(late.length()));
    }

    @Test
    void shouldTakeBodiesOfAnySizeWhoseModelIsNamedOtherwise() {
        String model = world.serve(predictor);
        String body = "{\"input\":\"%s\"}".formatted("x".repeat(TOO_MUCH));

        HttpResponse<String> answer =
                world.send(
                        world.posting("/v1/embeddings", body)
                                .header("X-Gateway-Model-Name", model));

        assertThat(answer.body()).isEqualTo(Integer.toString(body.length()));
    }

    @Test
    void shouldRefuseTheBodyOfAGraphThatThereIsNoRoomFor() {
        String model = world.serve(predictor);
        String graph = world.graph(sequenceOf(model, model));

        HttpResponse<String> refused =
                world.post("/serving/default/" + graph, "x".repeat(TOO_MUCH));

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).contains("5");
        assertThat(refused.body()).contains("gantry.proxy.forward.max-held-bodies");
        assertThat(world.post("/serving/default/" + graph, "x".repeat(HALF)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldEndAGraphWhoseStepsAnswerFindsNoRoom() {
        try (Predictor large =
                Predictor.answering(request -> request.response().end("x".repeat(TOO_MUCH)))) {
            String model = world.serve(large);
            String graph = world.graph(sequenceOf(model, model));

            HttpResponse<String> refused = world.post("/serving/default/" + graph, "{}");

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(large.requests()).hasSize(1);
        }
    }

    @Test
    void shouldSendAloneWhatFindsNoRoomInABatch() {
        String model = world.serveWith("{\"batcher\":{\"maxLatency\":60000}}", predictor);
        String body = "{\"instances\":[\"%s\"]}".formatted("x".repeat(TOO_MUCH));

        assertThat(world.post("/v1/models/%s:predict".formatted(model), body).body())
                .isEqualTo(Integer.toString(body.length()));
    }

    private double held() {
        return metrics.get("gantry.proxy.held").gauge().value();
    }

    private static String sequenceOf(String first, String second) {
        return "{\"root\":{\"routerType\":\"Sequence\",\"steps\":[{\"serviceName\":\"%s\"},{\"serviceName\":\"%s\"}]}}"
                .formatted(first, second);
    }

    public static final class LittleRoom implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("gantry.proxy.forward.max-held-bodies", "100K");
        }
    }
}
