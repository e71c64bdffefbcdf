package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gantry.events.Keys;
import io.gantry.events.TrafficSampled;
import io.gantry.proxy.world.Events;
import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.RawClient;
import io.gantry.proxy.world.World;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpServerRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(GraphTest.Small.class)
class GraphTest {

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
    void shouldTakeARequestThroughServicesAndCountItAsTheirs() {
        Queue<String> bodies = new ConcurrentLinkedQueue<>();
        try (Predictor first = echoing(bodies, "first");
                Predictor second = echoing(bodies, "second")) {
            String one = world.serve(first);
            String two = world.serveWith("{\"model\":{\"protocolVersion\":\"v2\"}}", second);
            String graph =
                    world.graph(
                            "{\"root\":{\"routerType\":\"Sequence\",\"steps\":[{\"serviceName\":\"%s\"},{\"serviceName\":\"%s\",\"data\":\"$response\"}]}}"
                                    .formatted(one, two));

            HttpResponse<String> answer =
                    world.send(world.posting(path(graph), "{\"in\":1}").header("x-mine", "here"));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"by\":\"second\",\"x-mine\":\"here\"}");
            assertThat(answer.headers().firstValue("x-request-id")).isPresent();
            assertThat(bodies)
                    .containsExactly("{\"in\":1}", "{\"by\":\"first\",\"x-mine\":\"here\"}");
            assertThat(first.requests()).containsExactly("POST /v1/models/" + one + ":predict");
            assertThat(second.requests()).containsExactly("POST /v2/models/" + two + "/infer");
            await().until(() -> requests(one) == 1 && requests(two) == 1);
            assertThat(world.get("/q/metrics").body())
                    .contains(
                            "gantry_proxy_graph_request_seconds_count{code=\"200\",graph=\"%s\",namespace=\"default\"} 1"
                                    .formatted(graph));
        }
    }

    @Test
    void shouldBeFoundByItsHost() throws Exception {
        try (Predictor predictor = Predictor.named("it")) {
            String graph = world.graph(sequence(world.serve(predictor)));

            try (RawClient client = new RawClient(world.proxy().getPort())) {
                client.send(
                        "POST /any/path HTTP/1.1\r\nHost: %s-default.example.com\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
                                .formatted(graph));

                assertThat(client.drain()).startsWith("HTTP/1.1 200").endsWith("it");
            }
        }
    }

    @Test
    void shouldAskTheStepsOfAnEnsembleAtOnceAndWakeThoseThatSleep() {
        Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        try (Predictor slow = Predictor.answering(held::add);
                Predictor woken =
                        Predictor.answering(request -> request.response().end("{\"b\":2}"))) {
            String one = world.serve(slow);
            String two = world.sleeping();
            String graph =
                    world.graph(
                            "{\"root\":{\"routerType\":\"Ensemble\",\"steps\":[{\"serviceName\":\"%s\",\"name\":\"x\"},{\"serviceName\":\"%s\"}]}}"
                                    .formatted(one, two));

            var answer = world.sendAsync(world.posting(path(graph), "{}"));
            await().until(() -> held.size() == 1 && !world.traffic(two).isEmpty());
            world.publish(Events.ready(Keys.DEFAULT_NAMESPACE, two, 1, woken.endpoint()));
            await().until(() -> woken.requests().size() == 1);
            held.remove().response().end("{\"a\":1}");

            assertThat(answer.join().body()).isEqualTo("{\"1\":{\"b\":2},\"x\":{\"a\":1}}");
        }
    }

    @Test
    void shouldPassTheLastAnswerAsItComes() throws Exception {
        Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        try (Predictor first = Predictor.named("{}");
                Predictor streaming =
                        Predictor.answering(request -> {
                            request.response().putHeader("Content-Type", "text/event-stream");
                            request.response().setChunked(true).write("data: one\n\n");
                            held.add(request);
                        })) {
            String graph = world.graph(sequence(world.serve(first), world.serve(streaming)));

            var answer =
                    world.http()
                            .send(
                                    world.posting(path(graph), "{}").build(),
                                    BodyHandlers.ofInputStream());

            try (BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isEqualTo("data: one");
                held.remove().response().end("data: two\n\n");
                assertThat(lines.lines()).containsExactly("", "data: two", "");
            }
        }
    }

    @Test
    void shouldCancelWhatIsAskedForAClientThatLeft() {
        Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        AtomicInteger cancelled = new AtomicInteger();
        try (Predictor silent =
                Predictor.answering(request -> {
                    held.add(request);
                    request.connection().closeHandler(_ -> cancelled.incrementAndGet());
                })) {
            String model = world.serveWith("{\"containerConcurrency\":1}", silent);
            String other = world.serve(silent);
            String graph =
                    world.graph(
                            "{\"root\":{\"routerType\":\"Ensemble\",\"steps\":[{\"serviceName\":\"%s\"},{\"serviceName\":\"%s\"},{\"serviceUrl\":\"http://127.0.0.1:%d/x\"}]}}"
                                    .formatted(model, other, silent.port()));
            var answer = world.sendAsync(world.posting(path(graph), "{}"));
            await().until(() -> held.size() == 3);

            answer.cancel(true);

            await().untilAtomic(cancelled, org.hamcrest.Matchers.is(3));
            await().until(() -> inFlight(model) == 0);
            await().until(() ->
                    world.get("/q/metrics")
                            .body()
                            .contains(
                                    "gantry_proxy_graph_request_seconds_count{code=\"499\",graph=\"%s\""
                                            .formatted(graph)));
        }
    }

    @Test
    void shouldGoOnAfterAServiceThatIsNotThereUnlessItIsAHardDependency() {
        try (Predictor predictor = Predictor.named("{}")) {
            String model = world.serve(predictor);

            assertThat(world.post(path(world.graph(sequence("nobody", model))), "{}").statusCode())
                    .isEqualTo(200);
            HttpResponse<String> hard =
                    world.post(
                            path(
                                    world.graph(
                                            sequence("nobody", model)
                                                    .replace(
                                                            "\"nobody\"",
                                                            "\"nobody\",\"dependency\":\"Hard\""))),
                            "{}");
            assertThat(hard.statusCode()).isEqualTo(404);
            assertThat(hard.body())
                    .contains("Model 'nobody' does not exist in namespace 'default'");
            assertThat(world.post(path(world.graph(sequence("nobody"))), "{}").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void shouldPostToAddressesWithoutTheClientsSecrets() {
        Queue<HttpServerRequest> seen = new ConcurrentLinkedQueue<>();
        try (Predictor foreign =
                        Predictor.answering(request -> {
                            seen.add(request);
                            request.response()
                                    .setStatusCode(201)
                                    .putHeader("x-of-step", "yes")
                                    .end("{}");
                        });
                Predictor last = Predictor.named("last")) {
            String url =
                    "{\"serviceUrl\":\"http://127.0.0.1:%d/a/b?c=d\"}".formatted(foreign.port());
            String graph =
                    world.graph(
                            "{\"root\":{\"routerType\":\"Sequence\",\"steps\":[%s,%s]}}"
                                    .formatted(url, url));

            HttpResponse<String> answer =
                    world.send(
                            world.posting(path(graph), "{}")
                                    .header("Authorization", "Bearer secret")
                                    .header("Cookie", "secret=1")
                                    .header("x-passed-on", "yes")
                                    .header("x-request-id", "mine"));

            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.headers().firstValue("x-of-step")).contains("yes");
            assertThat(foreign.requests()).hasSize(2).allMatch("POST /a/b?c=d"::equals);
            assertThat(seen)
                    .allSatisfy(request -> {
                        assertThat(request.headers().names())
                                .noneMatch(name -> name.equalsIgnoreCase("authorization"))
                                .noneMatch(name -> name.equalsIgnoreCase("cookie"));
                        assertThat(request.getHeader("x-passed-on")).isEqualTo("yes");
                        assertThat(request.getHeader("x-request-id")).isEqualTo("mine");
                        assertThat(request.getHeader("content-type")).isEqualTo("application/json");
                    });
            assertThat(last.requests()).isEmpty();
        }
    }

    @Test
    void shouldSayWhatAnAddressDoesNotDo() {
        Predictor gone = Predictor.named("gone");
        gone.close();
        try (Predictor dying =
                Predictor.answering(request -> {
                    request.response().setChunked(true).write("{\"half\":");
                    request.connection().close();
                })) {
            String at = "http://127.0.0.1:%d/";

            assertFault(url(at.formatted(gone.port())), 502, "does not answer");
            assertFault(url("http://localhost:1/"), 502, "gantry.proxy.graph.urls does not allow");
            assertFault(url("http://{$domain}/"), 500, "leads nowhere");
            String held =
                    "{\"root\":{\"routerType\":\"Ensemble\",\"steps\":[{\"serviceUrl\":\"%s\"}]}}"
                            .formatted(at.formatted(dying.port()));
            assertFault(held, 502, "ended in the middle of its answer");
            assertThatThrownBy(() ->
                            world.post(path(world.graph(url(at.formatted(dying.port())))), "{}"))
                    .hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldEndAGraphThatLeadsToItselfByItsAddress() {
        String name = World.newName();
        world.graph(name, url(world.proxy() + "/serving/default/" + name));

        HttpResponse<String> answer = world.post(path(name), "{}");

        assertThat(answer.statusCode()).isEqualTo(508);
        assertThat(answer.body()).contains("come through 16 graphs");
    }

    @Test
    void shouldHoldNoMoreOfBodiesThanItMay() {
        String large = "\"%s\"".formatted("x".repeat(Small.MAX_BODY));
        try (Predictor predictor = Predictor.answering(request -> request.response().end(large))) {
            String model = world.serve(predictor);

            HttpResponse<String> refused = world.post(path(world.graph(sequence(model))), large);
            assertThat(refused.statusCode()).isEqualTo(413);
            assertThat(predictor.requests()).isEmpty();
            HttpResponse<String> unframed =
                    world.send(
                            world.to(path(world.graph(sequence(model))))
                                    .POST(
                                            HttpRequest.BodyPublishers.ofInputStream(() ->
                                                    new java.io.ByteArrayInputStream(
                                                            large.getBytes(
                                                                    StandardCharsets.UTF_8)))));
            assertThat(unframed.statusCode()).isEqualTo(413);
            assertFault(sequence(model, model), 502, "gantry.proxy.graph.max-body");
            assertThat(world.post(path(world.graph(sequence(model))), "{}").body())
                    .isEqualTo(large);
            await().until(() -> inFlight(model) == 0);
        }
    }

    @Test
    void shouldKeepToTheTimesThatTheGraphSets() {
        AtomicBoolean cancelled = new AtomicBoolean();
        try (Predictor silent =
                Predictor.answering(
                        request -> request.connection().closeHandler(_ -> cancelled.set(true)))) {
            String model = world.serve(silent);

            HttpResponse<String> step =
                    world.post(
                            path(
                                    world.graphWith(
                                            sequence(model),
                                            "\"routerTimeouts\":{\"serviceClient\":1}")),
                            "{}");
            assertThat(step.statusCode()).isEqualTo(504);
            assertThat(step.body()).contains("within 1.0 s (routerTimeouts.serviceClient)");
            await().untilTrue(cancelled);
            HttpResponse<String> whole =
                    world.post(path(world.graphWith(sequence(model), "\"timeout\":1")), "{}");
            assertThat(whole.statusCode()).isEqualTo(504);
            assertThat(whole.body()).contains("The graph did not begin to answer within 1.0 s");
        }
    }

    @Test
    void shouldBeGoneWhenItIsDeletedAndLeaveItsNameToAModel() {
        try (Predictor predictor = Predictor.named("it")) {
            String model = world.serve(predictor);
            String graph = world.graph(sequence(model));
            assertThat(world.post(path(graph), "{}").statusCode()).isEqualTo(200);
            assertThat(world.get(path(graph)).statusCode()).isEqualTo(405);
            assertThat(world.post("/v1/models/" + graph + ":predict", "{}").statusCode())
                    .isEqualTo(404);

            world.publish(Events.graphDeleted(Keys.DEFAULT_NAMESPACE, graph));

            await().until(() -> world.post(path(graph), "{}").statusCode() == 404);
            assertThat(world.get("/q/metrics").body()).doesNotContain("graph=\"" + graph + "\"");
        }
    }

    private void assertFault(String nodes, int status, String cause) {
        HttpResponse<String> answer = world.post(path(world.graph(nodes)), "{}");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body())
                .startsWith("{\"error\":\"Failed to process request\",\"cause\":\"")
                .contains(cause);
    }

    private static Predictor echoing(Queue<String> bodies, String name) {
        return Predictor.answering(request ->
                request.body()
                        .onSuccess(body -> {
                            bodies.add(body.toString());
                            request.response()
                                    .putHeader("Content-Type", "application/json")
                                    .end(
                                            "{\"by\":\"%s\",\"x-mine\":\"%s\"}"
                                                    .formatted(name, request.getHeader("x-mine")));
                        }));
    }

    private long requests(String model) {
        return world.traffic(model).stream().mapToLong(TrafficSampled::requests).sum();
    }

    private int inFlight(String model) {
        return world.traffic(model).stream()
                .reduce((_, last) -> last)
                .map(TrafficSampled::inFlight)
                .orElse(-1);
    }

    private static String path(String graph) {
        return "/serving/default/" + graph;
    }

    private static String url(String url) {
        return "{\"root\":{\"routerType\":\"Sequence\",\"steps\":[{\"serviceUrl\":\"%s\"}]}}"
                .formatted(url);
    }

    private static String sequence(String... services) {
        return "{\"root\":{\"routerType\":\"Sequence\",\"steps\":[%s]}}"
                .formatted(
                        String.join(
                                ",",
                                java.util.stream.Stream.of(services)
                                        .map("{\"serviceName\":\"%s\"}"::formatted)
                                        .toList()));
    }

    public static final class Small implements QuarkusTestProfile {

        static final int MAX_BODY = 10_000;

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    // What hangs shall not hang the test.
                    "gantry.proxy.admit.request-timeout", "20s",
                    "gantry.proxy.graph.max-body", Integer.toString(MAX_BODY),
                    "gantry.proxy.graph.urls", "127.*",
                    "gantry.proxy.graph.propagated-headers", "x-passed-*",
                    "gantry.proxy.meter.interval", "100ms");
        }
    }
}
