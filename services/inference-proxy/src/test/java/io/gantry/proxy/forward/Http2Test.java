package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpResponseExpectation;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Clients that speak HTTP/2, of models that do not.
@QuarkusTest
class Http2Test {

    private static final int LARGE = 4 * 1024 * 1024;

    private final Queue<MultiMap> headers = new ConcurrentLinkedQueue<>();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http =
            vertx.createHttpClient(
                    new HttpClientOptions()
                            .setProtocolVersion(HttpVersion.HTTP_2)
                            .setHttp2ClearTextUpgrade(false));
    private World world;

    @BeforeEach
    void open() {
        world = new World();
    }

    @AfterEach
    void close() {
        world.close();
        await(vertx.close());
    }

    @Test
    void shouldPassManyBodiesOverOneConnection() {
        try (Predictor predictor = Predictor.answering(this::echo)) {
            String model = world.serve(predictor);
            Buffer body = Buffer.buffer(new byte[LARGE]);

            var answers = IntStream.range(0, 8).mapToObj(_ -> answerTo(model, body)).toList();

            assertThat(answers).allSatisfy(answer -> assertThat(await(answer)).isEqualTo(body));
            assertThat(headers)
                    .hasSize(8)
                    .allSatisfy(each ->
                            assertThat(each.names()).noneMatch(name -> name.startsWith(":")));
            assertThat(world.get("/q/metrics").body())
                    .containsPattern(
                            "gantry_proxy_requests_total\\{code=\"200\",model=\"%s\".*} 8.0"
                                    .formatted(model));
        }
    }

    @Test
    void shouldJoinTheCookiesThatHttp2Splits() {
        try (Predictor predictor = Predictor.answering(this::echo)) {
            HttpClientRequest request = request(HttpMethod.POST, predict(world.serve(predictor)));
            request.headers().add("cookie", "a=1").add("cookie", "b=2");

            await(request.send("{}").compose(answer -> answer.body()));

            assertThat(headers.element().getAll("cookie")).containsExactly("a=1; b=2");
        }
    }

    @Test
    void shouldTakeTheAuthorityForAModelsHost() {
        try (Predictor predictor = Predictor.answering(this::echo)) {
            String model = world.serve(predictor);
            HttpClientRequest request = request(HttpMethod.GET, "/any");
            request.authority(HostAndPort.create(model + "-default.example.com", 80));

            assertThat(await(request.send()).statusCode()).isEqualTo(200);
            assertThat(predictor.requests()).containsExactly("GET /any");
        }
    }

    @Test
    void shouldRefuseInTheProtocolsWords() {
        HttpClientRequest request = request(HttpMethod.POST, "/v1/embeddings");

        Buffer body =
                await(
                        request.send("{\"model\":\"no\"}")
                                .expecting(HttpResponseExpectation.SC_NOT_FOUND)
                                .compose(answer -> answer.body()));

        assertThat(body.toString()).contains("\"code\":\"model_not_found\"");
    }

    @Test
    void shouldStopTheReplicaWhenTheClientResetsItsStream() {
        AtomicBoolean asked = new AtomicBoolean();
        AtomicBoolean cancelled = new AtomicBoolean();
        try (Predictor silent =
                Predictor.answering(request -> {
                    request.connection().closeHandler(_ -> cancelled.set(true));
                    asked.set(true);
                })) {
            HttpClientRequest request = request(HttpMethod.POST, predict(world.serve(silent)));
            Future<?> answer = request.send("{}");
            Awaitility.await().untilTrue(asked);

            request.reset(8);

            Awaitility.await().untilTrue(cancelled);
            assertThat(answer.failed()).isTrue();
        }
    }

    @Test
    void shouldResetTheStreamOfAnAnswerThatBreaksOff() {
        try (Predictor dying =
                Predictor.answering(request -> {
                    request.response().setChunked(true).write("half");
                    request.connection().close();
                })) {
            HttpClientRequest request = request(HttpMethod.POST, predict(world.serve(dying)));

            Future<Buffer> body = request.send("{}").compose(answer -> answer.body());

            Awaitility.await().until(body::isComplete);
            assertThat(body.failed()).isTrue();
        }
    }

    private Future<Buffer> answerTo(String model, Buffer body) {
        return request(HttpMethod.POST, predict(model)).send(body).compose(answer -> answer.body());
    }

    private HttpClientRequest request(HttpMethod method, String path) {
        return await(
                http.request(
                        new RequestOptions()
                                .setMethod(method)
                                .setHost("127.0.0.1")
                                .setPort(world.proxy().getPort())
                                .setURI(path)));
    }

    private void echo(HttpServerRequest request) {
        headers.add(request.headers());
        request.body().onSuccess(body -> request.response().end(body));
    }

    private static String predict(String model) {
        return "/v1/models/" + model + ":predict";
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
