package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.RawClient;
import io.gantry.proxy.world.StubbornReplica;
import io.gantry.proxy.world.World;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What must not get through, byte by byte: requests that two readers could read differently, and
/// such as would hold or cost what they are not worth.
@QuarkusTest
@TestProfile(BadInputTest.Narrow.class)
class BadInputTest {

    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
    private World world;
    private Predictor predictor;
    private RawClient client;

    @BeforeEach
    void open() throws IOException {
        world = new World();
        predictor = Predictor.answering(this::keep);
        client = new RawClient(world.proxy().getPort());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        predictor.close();
        world.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nContent-Length: 3",
                "Content-Length: 2\r\nContent-Length: 2",
                "Content-Length: 2, 3",
                "Content-Length: -1",
                "Content-Length: +2",
                "Content-Length: 0x2",
                "Content-Length: 99999999999999999999",
                "Content-Length : 2",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding:\u000bchunked",
                "Content-Length: 2\nTransfer-Encoding: chunked",
                "Content-Length: 2\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 2",
                "x-mine: a\rb",
                "x-mine: a\u0000b",
                "no colon",
            })
    void shouldRefuseHeadersThatCanBeReadInTwoWays(String headers) throws IOException {
        String model = world.serve(predictor);

        client.send(start(model) + headers + "\r\n\r\n{}" + start(model) + "\r\n");

        assertThat(client.head()).matches("(?s)HTTP/1.1 (400|501) .*");
        assertClosed();
        assertThat(predictor.requests()).isEmpty();
    }

    @Test
    void shouldTakeNoChunksOfAClientThatCannotKnowThem() throws IOException {
        String model = world.serve(predictor);

        client.send(
                start(model).replace("HTTP/1.1", "HTTP/1.0")
                        + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");

        assertThat(client.head()).matches("(?s)HTTP/1.. (400|501) .*");
        assertClosed();
        assertThat(predictor.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n", "2\r\n{}}}", "-2\r\n{}\r\n", "2;\n{}\r\n"})
    void shouldPassNoBodyOnThatIsChunkedWrongly(String chunks) throws IOException {
        AtomicBoolean asked = new AtomicBoolean();
        AtomicBoolean cancelled = new AtomicBoolean();
        try (Predictor waiting =
                Predictor.answering(request -> {
                    request.connection().closeHandler(_ -> cancelled.set(true));
                    keep(request);
                    asked.set(true);
                })) {
            String model = world.serveWith("{\"timeout\":60}", waiting);
            client.send(start(model) + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n");
            await().untilTrue(asked);

            client.send(chunks);

            assertClosed();
            await().untilTrue(cancelled);
            assertThat(bodies).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/v1/models/m:predict",
        "POST,/v1/models",
        "PUT,/v2/models/m/infer",
        "GET,/v1/messages"
    })
    void shouldSayWhichMethodWouldBeRight(String method, String path) throws IOException {
        client.send(
                "%s %s HTTP/1.1\r\nHost: proxy\r\nContent-Length: 0\r\n\r\n"
                        .formatted(method, path));

        assertThat(client.head()).startsWith("HTTP/1.1 405 ").containsIgnoringCase("allow: ");
    }

    @Test
    void shouldRefuseMoreHeadersThanThereMayBe() throws IOException {
        client.send("GET /v2 HTTP/1.1\r\nHost: proxy\r\n");
        client.send("x-%1$s: %1$s\r\n".formatted("y".repeat(100)).repeat(200) + "\r\n");

        assertThat(client.head()).startsWith("HTTP/1.1 431 ");
        assertClosed();
    }

    @Test
    void shouldRefuseALongerTargetThanThereMayBe() throws IOException {
        client.send("GET /%s HTTP/1.1\r\nHost: proxy\r\n\r\n".formatted("y".repeat(10_000)));

        assertThat(client.head()).matches("(?s)HTTP/1.. 414 .*");
        assertClosed();
    }

    @Test
    void shouldNotWaitForABodyThatDoesNotCome() throws IOException {
        client.send("POST /v1/embeddings HTTP/1.1\r\nHost: proxy\r\nContent-Length: 9\r\n\r\n{");

        assertThat(client.head()).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void shouldNotWaitForTheRestOfABodyThatDoesNotCome() throws IOException {
        String model = world.serveWith("{\"timeout\":1}", predictor);

        client.send(start(model) + "Content-Length: 9\r\n\r\n{");

        assertThat(client.head()).startsWith("HTTP/1.1 408 ");
        assertThat(bodies).isEmpty();
    }

    @Test
    void shouldHoldNoMoreOfABodyThanItMay() throws IOException {
        String body = "{\"input\":\"" + "x".repeat(200_000);
        client.send(
                "POST /v1/messages HTTP/1.1\r\nHost: proxy\r\nContent-Length: 999999\r\n\r\n"
                        + body);

        assertThat(client.head()).startsWith("HTTP/1.1 413 ");
        assertThat(client.take(50)).asString().contains("request_too_large");
        assertThat(world.get("/q/metrics").body())
                .containsPattern(
                        "gantry_proxy_requests_total\\{code=\"413\",.*protocol=\"anthropic\".*} 1.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nno",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nno",
                "HTTP/1.1 OK\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n",
            })
    void shouldTakeNothingThatIsNoAnswerForOne(String answer) throws IOException {
        try (StubbornReplica replica = new StubbornReplica(answer)) {
            replica.answer();
            String model = world.serveAt("{}", replica.endpoint());

            client.send(start(model) + "Content-Length: 0\r\n\r\n");

            assertThat(client.head()).startsWith("HTTP/1.1 502 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 9\r\n\r\nhalf",
                "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
                "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n"
            })
    void shouldNotLetHalfAnAnswerLookWhole(String answer) throws IOException {
        try (StubbornReplica replica = StubbornReplica.ending("HTTP/1.1 200 OK\r\n" + answer)) {
            String model = world.serveAt("{}", replica.endpoint());

            client.send(start(model) + "Content-Length: 0\r\n\r\n");

            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            assertThat(client.take(100)).asString().contains("half").doesNotContain("0\r\n\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, 'data: {\"error\":{\"message\":'",
        "/v1/messages, event: error",
    })
    void shouldEndAStreamThatBreaksOffWithAnEvent(String path, String error) throws IOException {
        try (StubbornReplica replica =
                StubbornReplica.ending(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndata: one\r\n")) {
            String model = world.serveAt("{}", replica.endpoint());

            client.post(path, "{\"model\":\"%s\"}".formatted(model));

            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            assertThat(client.until("0\r\n\r\n"))
                    .contains("data: one", error, "ended in the middle")
                    .endsWith("\n\n\r\n0\r\n\r\n");
        }
    }

    private void keep(HttpServerRequest request) {
        request.body()
                .onSuccess(body -> {
                    bodies.add(body.toString());
                    request.response().end("ok");
                });
    }

    private void assertClosed() throws IOException {
        client.drain();
    }

    private static String start(String model) {
        return "POST /v1/models/%s:predict HTTP/1.1\r\nHost: proxy\r\n".formatted(model);
    }

    public static final class Narrow implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "gantry.proxy.admit.request-timeout", "1s",
                    "gantry.proxy.forward.max-inspected-body", "100K");
        }
    }
}
