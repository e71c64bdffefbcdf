package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.proxy.world.Events;
import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.RawClient;
import io.gantry.proxy.world.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The ways to say which model a request is for.
@QuarkusTest
class NamesTest {

    /// More than one read brings.
    private static final int LARGE = 1024 * 1024;

    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
    private World world;
    private Predictor predictor;

    @BeforeEach
    void open() {
        world = new World();
        predictor = Predictor.answering(this::keep);
    }

    @AfterEach
    void close() {
        world.close();
        predictor.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{m}-default.example.com",
                "{m}-predictor-default.example.com",
                "{m}-default.example.com:8081",
                "{m}-DEFAULT.Example.com.",
            })
    void shouldTakeAHostNameForItsModels(String host) throws IOException {
        String model = world.serve(predictor);
        try (RawClient client = new RawClient(world.proxy().getPort())) {
            client.send(
                    "POST /any/path?q=1 HTTP/1.1\r\nHost: %s\r\nContent-Length: 2\r\n\r\n{}"
                            .formatted(host.replace("{m}", model)));

            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            assertThat(predictor.requests()).containsExactly("POST /any/path?q=1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, '{\"error\":{\"message\":'",
        "/v1/messages, '{\"type\":\"error\",'",
        "/v2/models/bert/infer, '{\"error\":\"'",
    })
    void shouldSendNobodyElsewhereFromAHostThatIsNoModels(String path, String error)
            throws IOException {
        String model = world.serve(predictor);
        String body = "{\"model\":\"%s\"}".formatted(model);
        try (RawClient client = new RawClient(world.proxy().getPort())) {
            client.send(
                    "POST %s HTTP/1.1\r\nHost: no-default.example.com\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(path, body.length(), body));

            assertThat(client.head()).startsWith("HTTP/1.1 404 ");
            assertThat(client.take(error.length())).asString().isEqualTo(error);
            assertThat(predictor.requests()).isEmpty();
        }
    }

    @Test
    void shouldAskWhichModelAHostMeans() throws IOException {
        String name = World.newName();
        world.publish(
                Events.applied("a-b", name, Events.revision(name, 1, 100)),
                Events.applied("b", name + "-a", Events.revision(name + "-a", 1, 100)));
        world.awaitRoute("a-b", name, _ -> true);
        world.awaitRoute("b", name + "-a", _ -> true);
        try (RawClient client = new RawClient(world.proxy().getPort())) {
            client.send("GET /v2 HTTP/1.1\r\nHost: %s-a-b.example.com\r\n\r\n".formatted(name));

            assertThat(client.head()).startsWith("HTTP/1.1 409 ");
        }
    }

    @Test
    void shouldBelieveTheHeaderBeforeTheBody() {
        String model = world.serve(predictor);

        HttpResponse<String> answer =
                world.send(
                        world.posting("/v1/responses", "{\"model\":\"other\"}")
                                .header("X-Gateway-Model-Name", model));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(bodies).containsExactly("{\"model\":\"other\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/audio/transcriptions", "/openai/v1/audio/translations"})
    void shouldFindTheModelBehindAFile(String path) {
        String model = world.serve(predictor);
        String body =
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n"
                        + "x".repeat(LARGE)
                        + "\r\n--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n"
                        + model
                        + "\r\n--b\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\n"
                        + "y".repeat(LARGE)
                        + "\r\n--b--\r\n";

        HttpResponse<String> answer = multipart(path, "multipart/form-data; boundary=\"b\"", body);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(bodies).containsExactly(body);
    }

    @Test
    void shouldSayWhatIsMissingInAForm() {
        String path = "/v1/audio/transcriptions";
        HttpResponse<String> missing =
                multipart(
                        path,
                        "multipart/form-data; boundary=b",
                        "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--b--\r\n");
        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(missing.body()).contains("\"code\":\"model_missing\"");

        HttpResponse<String> broken = multipart(path, "multipart/form-data", "--b--");
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(broken.body()).contains("no boundary");
    }

    @Test
    void shouldNotLookForAnAnswerThatOneReplicaKeeps() {
        HttpResponse<String> lost = world.get("/v1/responses/resp_1");
        assertThat(lost.statusCode()).isEqualTo(404);
        assertThat(lost.body()).contains("\"code\":\"response_not_kept\"");

        String model = world.serve(predictor);
        HttpResponse<String> named =
                world.send(
                        world.to("/v1/responses/resp_1/cancel")
                                .header("X-Gateway-Model-Name", model)
                                .POST(java.net.http.HttpRequest.BodyPublishers.noBody()));
        assertThat(named.statusCode()).isEqualTo(200);
        assertThat(predictor.requests()).containsExactly("POST /v1/responses/resp_1/cancel");
    }

    @Test
    void shouldDescribeOneModelAsOpenAiClientsExpect() {
        String model = world.serve(predictor);

        assertThat(world.get("/openai/v1/models/" + model).body())
                .startsWith("{\"id\":\"%s\",\"object\":\"model\",".formatted(model));
        assertThat(world.get("/openai/v1/models/no").body())
                .contains("\"code\":\"model_not_found\"");
        assertThat(predictor.requests()).isEmpty();
    }

    @Test
    void shouldRefuseInAnthropicsWords() {
        HttpResponse<String> answer = world.post("/v1/messages", "{\"model\":\"no\"}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .startsWith(
                        "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":");
    }

    private HttpResponse<String> multipart(String path, String type, String body) {
        return world.send(
                world.to(path)
                        .header("Content-Type", type)
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body)));
    }

    private void keep(HttpServerRequest request) {
        request.body()
                .onSuccess(body -> {
                    bodies.add(body.toString());
                    request.response().end("ok");
                });
    }
}
