package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.gantry.events.Endpoint;
import io.gantry.events.Keys;
import io.gantry.events.TrafficSampled;
import io.gantry.proxy.route.Components;
import io.gantry.proxy.world.Events;
import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.RawClient;
import io.gantry.proxy.world.World;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A transformer in front of a predictor, and an explainer beside it.
@QuarkusTest
@TestProfile(ChainTest.Often.class)
class ChainTest {

    private World world;
    private Predictor predictor;
    private Predictor transformer;
    private Predictor explainer;
    private String model;

    @BeforeEach
    void open() {
        world = new World();
        model = World.newName();
        predictor =
                Predictor.answering(request ->
                        request.body()
                                .onSuccess(body ->
                                        request.response().end("predicted " + body.toString())));
        explainer = Predictor.named("explained");
        transformer = Predictor.answering(this::transform);
    }

    @AfterEach
    void close() {
        transformer.close();
        explainer.close();
        predictor.close();
        world.close();
    }

    /// As KServe's model server does: what comes in, changed, to the host that it was told is the
    /// predictor's. Here that host leads through the proxy again.
    private void transform(HttpServerRequest request) {
        if (transformer.requests().size() > 10) {
            request.response().end("in a circle");
            return;
        }
        HttpClient client = transformer.vertx().createHttpClient();
        request.body()
                .compose(body ->
                        client.request(
                                        new RequestOptions()
                                                .setMethod(HttpMethod.POST)
                                                .setHost("127.0.0.1")
                                                .setPort(world.proxy().getPort())
                                                .setURI(request.uri())
                                                .putHeader(
                                                        "Host",
                                                        model + "-predictor-default.example.com"))
                                .compose(call -> call.send("changed " + body)))
                .compose(answer -> answer.body())
                .onSuccess((Buffer body) -> request.response().end("after " + body));
    }

    @Test
    void shouldEnterAtTheTransformerWhichReachesThePredictorAlone() throws Exception {
        serve(Map.of("transformer", at(transformer), "explainer", at(explainer)));
        String path = "/v1/models/" + model + ":predict";

        assertThat(world.post(path, "in").body()).isEqualTo("after predicted changed in");
        assertThat(world.post("/serving/default/" + model + path, "in").body())
                .isEqualTo("after predicted changed in");
        assertThat(world.post(path(world.graph(step(model))), "in").body())
                .isEqualTo("after predicted changed in");
        assertThat(transformer.requests()).hasSize(3).allMatch(("POST " + path)::equals);
        assertThat(predictor.requests()).hasSize(3).allMatch(("POST " + path)::equals);
        assertThat(explainer.requests()).isEmpty();
    }

    @Test
    void shouldExplainWhereTheExplainerIs() {
        serve(Map.of("transformer", at(transformer), "explainer", at(explainer)));

        assertThat(world.post("/v1/models/" + model + ":explain", "in").body())
                .isEqualTo("explained");
        assertThat(transformer.requests()).isEmpty();
    }

    @Test
    void shouldExplainAtTheTransformerWhereThereIsNoExplainer() {
        serve(Map.of("transformer", at(transformer)));

        assertThat(world.post("/v1/models/" + model + ":explain", "in").body())
                .isEqualTo("after predicted changed in");
    }

    @Test
    void shouldReachThePredictorAloneByItsHost() throws Exception {
        serve(Map.of("transformer", at(transformer)));

        try (RawClient client = new RawClient(world.proxy().getPort())) {
            client.send(
                    "POST /x HTTP/1.1\r\nHost: %s-predictor-default.example.com\r\nContent-Length: 2\r\nConnection: close\r\n\r\nin"
                            .formatted(model));
            assertThat(client.drain()).endsWith("predicted in");
        }
        assertThat(transformer.requests()).isEmpty();
    }

    @Test
    void shouldWakeThePredictorBeforeTheTransformerIsAsked() {
        Map<String, String> components = Map.of("transformer", at(transformer));
        publish(components);
        world.awaitRoute(model, route -> route.components().transformer() != null);

        var answer = world.sendAsync(world.posting("/v1/models/" + model + ":predict", "in"));
        await().until(() ->
                world.traffic(model).stream().mapToInt(TrafficSampled::queued).max().orElse(0)
                        == 1);
        assertThat(transformer.requests()).isEmpty();
        world.publish(Events.behind(components, model, predictor.endpoint()));

        assertThat(answer.join().body()).isEqualTo("after predicted changed in");
    }

    @Test
    void shouldAskThePredictorAgainWhenTheTransformerIsTakenAway() {
        serve(Map.of("transformer", at(transformer)));

        world.publish(Events.ready(Keys.DEFAULT_NAMESPACE, model, 1, predictor.endpoint()));
        world.awaitRoute(model, route -> route.components().equals(Components.NONE));

        assertThat(world.post("/v1/models/" + model + ":predict", "in").body())
                .isEqualTo("predicted in");
    }

    /// The predictor's log has what it gets, the transformer's what comes in.
    @Test
    void shouldLogWhatEntersAtATransformerAsItsOwn() {
        world.publish(
                Events.appliedAs(
                        "{\"spec\": {\"transformer\": {\"logger\": {\"mode\": \"request\"}}}}",
                        Keys.DEFAULT_NAMESPACE,
                        model,
                        Events.revision(model, 1, 100, "{\"logger\": {\"mode\": \"request\"}}")),
                Events.behind(Map.of("transformer", at(transformer)), model, predictor.endpoint()));
        world.awaitReplicas(model, 1);

        assertThat(world.post("/v1/models/" + model + ":predict", "in").statusCode())
                .isEqualTo(200);

        await().untilAsserted(() ->
                assertThat(world.logged(model))
                        .extracting(
                                each -> each.exchange().component(),
                                each -> new String(each.payload().bytes(), StandardCharsets.UTF_8))
                        .containsExactlyInAnyOrder(
                                tuple("transformer", "in"), tuple("predictor", "changed in")));
    }

    private void serve(Map<String, String> components) {
        publish(components, predictor.endpoint());
        world.awaitReplicas(model, 1);
    }

    private void publish(Map<String, String> components, Endpoint... endpoints) {
        world.publish(
                Events.applied(Keys.DEFAULT_NAMESPACE, model, Events.revision(model, 1, 100, "{}")),
                Events.behind(components, model, endpoints));
    }

    private static String at(Predictor server) {
        return "127.0.0.1:" + server.port();
    }

    private static String path(String graph) {
        return "/serving/default/" + graph;
    }

    private static String step(String service) {
        return "{\"root\":{\"routerType\":\"Sequence\",\"steps\":[{\"serviceName\":\"%s\"}]}}"
                .formatted(service);
    }

    public static final class Often implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("gantry.proxy.meter.interval", "100ms");
        }
    }
}
