package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.oip.GRPCInferenceServiceGrpc;
import io.gantry.oip.ModelInferRequest;
import io.gantry.proxy.world.GrpcPredictor;
import io.gantry.proxy.world.Inference;
import io.gantry.proxy.world.OtherProxies;
import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.RawClient;
import io.gantry.proxy.world.World;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that another proxy admits. The tests play the other proxies.
@QuarkusTest
@TestProfile(OtherProxies.OnlyOthers.class)
class PeersTest {

    private static final String LIMITED = "{\"containerConcurrency\": 1}";
    private static final String RELAYED = "X-Gantry-Relayed";

    @Inject MeterRegistry metrics;

    private World world;
    private OtherProxies others;

    @BeforeEach
    void open() {
        world = new World();
        others = new OtherProxies(world);
    }

    @AfterEach
    void close() {
        others.close();
        world.close();
    }

    @Test
    void shouldGiveARequestToTheProxyWithThePlacesAsItCame() {
        Queue<HttpServerRequest> taken = new ConcurrentLinkedQueue<>();
        try (Predictor replica = Predictor.named("replica");
                Predictor other = Predictor.answering(request -> tell(request, taken))) {
            String model = world.serveWith(LIMITED, replica);
            others.join("other", other.port());
            double before = relayed("answered");

            HttpResponse<String> answer =
                    world.send(
                            world.to("/v1/chat/completions?a=b%20c")
                                    .header("x-mine", "here")
                                    .header("x-gateway-inference-fairness-id", "tenant")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"model\":\"%s\"}".formatted(model))));

            assertThat(answer.statusCode()).isEqualTo(207);
            assertThat(answer.headers().firstValue("x-other")).contains("there");
            assertThat(answer.body())
                    .isEqualTo("{\"usage\":{\"completion_tokens\":5}}{\"model\":\"%s\"}", model);
            HttpServerRequest got = taken.remove();
            assertThat(got.method().name()).isEqualTo("POST");
            assertThat(got.uri()).isEqualTo("/v1/chat/completions?a=b%20c");
            assertThat(got.getHeader("Host")).isEqualTo("127.0.0.1:" + world.proxy().getPort());
            assertThat(got.getHeader("x-mine")).isEqualTo("here");
            assertThat(got.getHeader("X-Forwarded-For")).isEqualTo("127.0.0.1");
            assertThat(got.headers().getAll(RELAYED)).containsExactly("tested");
            assertThat(replica.requests()).isEmpty();
            assertThat(relayed("answered")).isEqualTo(before + 1);
            assertThat(metrics.getMeters())
                    .as("the other one counts it")
                    .noneMatch(meter ->
                            model.equals(meter.getId().getTag("model"))
                                    && meter instanceof Counter);
        }
    }

    @Test
    void shouldSayWhichHostWasAsked() throws IOException {
        try (Predictor replica = Predictor.named("replica");
                Predictor other =
                        Predictor.answering(
                                request -> request.response().end(request.getHeader("Host")))) {
            String model = world.serveWith(LIMITED, replica);
            others.join("other", other.port());
            String host = "%s-default.example.com".formatted(model);
            try (RawClient client = new RawClient(world.proxy().getPort())) {
                client.send("GET /any HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(host));

                client.head();
                assertThat(client.take(host.length())).asString().isEqualTo(host);
            }
        }
    }

    @Test
    void shouldKeepWhatNeedsNoPlace() {
        try (Predictor replica = Predictor.named("replica");
                Predictor other = Predictor.named("other")) {
            others.join("other", other.port());

            assertThat(world.post(predict(world.serve(replica)), "{}").body())
                    .as("no limit")
                    .isEqualTo("replica");
            assertThat(world.get("/v1/models/" + world.serveWith(LIMITED, replica)).body())
                    .as("no work")
                    .isEqualTo("replica");
        }
    }

    @Test
    void shouldAdmitWhatAnotherProxyGaveIt() {
        try (Predictor replica =
                        Predictor.answering(request ->
                                request.response().end("" + request.getHeader(RELAYED)));
                Predictor other = Predictor.named("other")) {
            String model = world.serveWith(LIMITED, replica);
            others.join("other", other.port());

            HttpResponse<String> answer =
                    world.send(world.posting(predict(model), "{}").header(RELAYED, "other"));

            assertThat(answer.body()).as("no replica sees it").isEqualTo("null");
        }
    }

    @Test
    void shouldTakeTheNextWhenOneCannotBeReached() throws IOException {
        try (Predictor replica = Predictor.named("replica");
                Predictor other = Predictor.named("other")) {
            String model = world.serveWith(LIMITED, replica);
            others.join("a", other.port());
            others.join("b", other.port());
            others.join(others.order(model).getFirst(), closedPort());

            assertThat(world.post(predict(model), "{}").body()).isEqualTo("other");
        }
    }

    @Test
    void shouldAdmitItselfWhatNobodyElseCanAndStopTrying() throws IOException {
        try (Predictor replica = Predictor.named("replica")) {
            String model = world.serveWith(LIMITED, replica);
            others.join("away", closedPort());
            double before = relayed("admitted_here");

            for (int i = 0; i < 8; i++) {
                assertThat(world.post(predict(model), "{}").body()).isEqualTo("replica");
            }

            assertThat(relayed("admitted_here")).isEqualTo(before + 5);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldHaveARequestThatWasLostWithOneProxyAnsweredByTheNext(boolean chunked) {
        try (Predictor replica = echoing();
                Predictor dying = dying()) {
            String model = world.serveWith(LIMITED, replica);
            others.join("dying", dying.port());
            String body = "{\"number\": 1}";

            HttpResponse<String> answer =
                    world.send(
                            world.to(predict(model))
                                    .POST(
                                            chunked
                                                    ? HttpRequest.BodyPublishers.fromPublisher(
                                                            HttpRequest.BodyPublishers.ofString(
                                                                    body))
                                                    : HttpRequest.BodyPublishers.ofString(body)));

            assertThat(answer.body()).isEqualTo(body);
            assertThat(dying.requests()).hasSize(1);
        }
    }

    @Test
    void shouldSayThatAProxyWasLostWithWhatMayNotBeRepeated() {
        try (Predictor replica = Predictor.named("replica");
                Predictor dying = dying()) {
            String model = world.serveWith(LIMITED, replica);
            others.join("dying", dying.port());
            double before = relayed("failed");

            HttpResponse<String> answer =
                    world.post("/v1/responses", "{\"model\":\"%s\"}".formatted(model));

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("proxy_lost");
            assertThat(replica.requests()).isEmpty();
            assertThat(relayed("failed")).isEqualTo(before + 1);
        }
    }

    @Test
    void shouldPassOnThatTheLineIsFull() {
        try (Predictor replica = Predictor.named("replica");
                Predictor full =
                        Predictor.answering(request ->
                                request.response()
                                        .setStatusCode(503)
                                        .putHeader("Retry-After", "5")
                                        .end("full"))) {
            String model = world.serveWith(LIMITED, replica);
            others.join("full", full.port());

            HttpResponse<String> answer = world.post(predict(model), "{}");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("full");
            assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        }
    }

    @Test
    void shouldTakeTheNextWhenAProxyThatEndsCannotWait() throws Exception {
        Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        try (Predictor replica = Predictor.named("replica");
                Predictor ending = Predictor.answering(held::add)) {
            String model = world.serveWith(LIMITED, replica);
            others.join("ending", ending.port());
            var answer = world.sendAsync(world.posting(predict(model), "{}"));
            await().until(() -> held.size() == 1);

            others.leave("ending");
            held.remove().response().setStatusCode(503).end();

            assertThat(answer.get(20, TimeUnit.SECONDS).body()).isEqualTo("replica");
        }
    }

    @Test
    void shouldNotWaitForLongerThanTheModelMayTake() {
        try (Predictor replica = Predictor.named("replica");
                Predictor silent = Predictor.answering(_ -> {})) {
            String model =
                    world.serveWith("{\"containerConcurrency\": 1, \"timeout\": 1}", replica);
            others.join("silent", silent.port());

            HttpResponse<String> answer = world.post(predict(model), "{}");

            assertThat(answer.statusCode()).isEqualTo(504);
            assertThat(replica.requests()).isEmpty();
        }
    }

    @Test
    void shouldGiveAStepOfAGraphToTheProxyWithThePlaces() {
        try (Predictor replica = Predictor.named("replica");
                Predictor other =
                        Predictor.answering(request ->
                                request.response()
                                        .end(
                                                "\"%s %s\""
                                                        .formatted(
                                                                request.uri(),
                                                                request.getHeader("Host"))))) {
            String model = world.serveWith(LIMITED, replica);
            others.join("other", other.port());
            String graph =
                    world.graph(
                            "{\"root\":{\"routerType\":\"Sequence\",\"steps\":[{\"serviceName\":\"%s\"}]}}"
                                    .formatted(model));

            // The header is the client's, who may not keep the step here.
            HttpResponse<String> answer =
                    world.send(
                            world.posting("/serving/default/" + graph, "{}").header(RELAYED, "me"));

            assertThat(answer.body())
                    .isEqualTo("\"/serving/default/%s/v1/models/%s:predict proxy\"", model, model);
            assertThat(replica.requests()).isEmpty();
        }
    }

    @Test
    void shouldGiveACallToTheProxyWithThePlaces() throws IOException {
        try (GrpcPredictor replica = new GrpcPredictor(new Inference());
                GrpcPredictor other = new GrpcPredictor(new Inference())) {
            String model = world.serveAt(LIMITED, replica.endpoint());
            others.join("other", other.endpoint().port());
            ManagedChannel channel =
                    NettyChannelBuilder.forAddress("127.0.0.1", world.proxy().getPort())
                            .usePlaintext()
                            .build();
            try {
                assertThat(
                                GRPCInferenceServiceGrpc.newBlockingStub(channel)
                                        .modelInfer(
                                                ModelInferRequest.newBuilder()
                                                        .setModelName(model)
                                                        .build())
                                        .getModelName())
                        .isEqualTo(model);
            } finally {
                channel.shutdownNow();
            }
            assertThat(replica.metadata()).isEmpty();
            assertThat(other.metadata())
                    .singleElement()
                    .extracting(each ->
                            each.get(Metadata.Key.of(RELAYED, Metadata.ASCII_STRING_MARSHALLER)))
                    .isEqualTo("tested");
        }
    }

    @Test
    void shouldGiveAWebSocketToTheProxyWithThePlaces() {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (Predictor replica = Predictor.named("replica");
                Predictor other =
                        Predictor.answering(request ->
                                request.toWebSocket()
                                        .onSuccess(socket ->
                                                socket.textMessageHandler(
                                                        socket::writeTextMessage)))) {
            String model = world.serveWith(LIMITED, replica);
            others.join("other", other.port());
            URI uri =
                    URI.create(
                            "ws://127.0.0.1:%d/serving/default/%s/chat"
                                    .formatted(world.proxy().getPort(), model));

            WebSocket socket =
                    world.http().newWebSocketBuilder().buildAsync(uri, hearing(heard)).join();
            socket.sendText("hello", true).join();

            assertThat(heard.join()).isEqualTo("hello");
            socket.abort();
        }
    }

    private static WebSocket.Listener hearing(CompletableFuture<String> heard) {
        return new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                heard.complete(text.toString());
                return heard;
            }
        };
    }

    private static void tell(HttpServerRequest request, Queue<HttpServerRequest> taken) {
        taken.add(request);
        request.body()
                .onSuccess(body ->
                        request.response()
                                .setStatusCode(207)
                                .putHeader("x-other", "there")
                                .end("{\"usage\":{\"completion_tokens\":5}}" + body));
    }

    private double relayed(String outcome) {
        return metrics.get("gantry.proxy.relayed").tag("outcome", outcome).counter().count();
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Predictor dying() {
        return Predictor.answering(
                request -> request.body().onSuccess(_ -> request.connection().close()));
    }

    private static Predictor echoing() {
        return Predictor.answering(
                request -> request.body().onSuccess(body -> request.response().end(body)));
    }

    private static String predict(String model) {
        return "/v1/models/" + model + ":predict";
    }
}
