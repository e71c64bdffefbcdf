package io.gantry.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What the commands ask the registry, and how they print its answers, which are those of its
/// OpenAPI examples.
class RevisionCommandsTest {

    @TempDir private Path directory = Path.of(".");

    private final Map<String, String> answers = new HashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer registry = start(this::answer);

    @BeforeEach
    void pretendToBeUp() throws IOException {
        Files.writeString(
                directory.resolve("suite.json"),
                """
                {"host": "127.0.0.1",
                 "services": [{"service": "MODEL_REGISTRY", "port": %1$d, "pid": 1, "startedAt": 1},
                              {"service": "MONITOR", "port": %1$d, "pid": 2, "startedAt": 1}]}
                """
                        .formatted(registry.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        registry.stop(0);
    }

    @Test
    void shouldRollBack() {
        answers.put("POST /v1/models/default/minilm/rollback", model("minilm-00001", 100));

        assertThat(run("rollback", "minilm")).isEqualTo("default/minilm: minilm-00001 100 %\n");
        assertThat(run("rollback", "minilm", "--to", "minilm-00001"))
                .isEqualTo("default/minilm: minilm-00001 100 %\n");
        assertThat(requests)
                .containsExactly(
                        "POST /v1/models/default/minilm/rollback {}",
                        "POST /v1/models/default/minilm/rollback {\"revision\":\"minilm-00001\"}");
    }

    @Test
    void shouldTellScalingInASentence() {
        String decision =
                """
                [{"namespace": "default", "name": "chat", "revision": "chat-00002", "replicas": 3,
                  "reason": "4200 tokens per second are asked for, of which a replica carries 1500.",
                  "inputs": {"tokensAsked": 4200, "tokensPerReplica": 1500}, "generation": 7}]
                """;
        answers.put("GET /v1/scaling/default/chat", decision);
        answers.put("GET /v1/scaling", decision);

        String sentence =
                "default/chat-00002: 3 replicas. 4200 tokens per second are asked for, of which a replica carries 1500.\n";
        assertThat(run("get", "scaling", "chat")).isEqualTo(sentence);
        assertThat(run("get", "scaling")).isEqualTo(sentence);
        assertThat(run("get", "scaling", "chat", "-o", "json"))
                .contains("\"tokensPerReplica\" : 1500");
    }

    @Test
    void shouldPromote() {
        answers.put("POST /v1/models/search/minilm/promote", model("minilm-00002", 40));

        assertThat(run("promote", "search/minilm", "--percent", "40"))
                .isEqualTo("search/minilm: minilm-00002 40 %\n");
        run("promote", "search/minilm");
        assertThat(requests)
                .containsExactly(
                        "POST /v1/models/search/minilm/promote {\"trafficPercent\":40}",
                        "POST /v1/models/search/minilm/promote {}");
    }

    @Test
    void shouldListRevisions() {
        answers.put(
                "GET /v1/models/default/minilm/revisions?limit=1000",
                """
                {"items": [
                  {"name": "minilm-00002", "createdAt": "2026-08-24T10:15:30Z", "desired": true,
                   "trafficPercent": 0, "ready": true, "rolledOut": false,
                   "artifacts": [{"storageUri": "s3://models/2"}]},
                  {"name": "minilm-00001", "createdAt": "2026-08-23T10:15:30Z", "desired": false,
                   "trafficPercent": 0, "ready": false, "rolledOut": false, "artifacts": []}]}
                """);

        assertThat(run("revisions", "minilm").lines())
                .containsExactly(
                        "NAME           CREATED                TRAFFIC   READY   ROLLED OUT   STORAGE",
                        "minilm-00002   2026-08-24T10:15:30Z   0 %       true    false        s3://models/2",
                        "minilm-00001   2026-08-23T10:15:30Z             false   false");
        assertThat(run("revisions", "minilm", "-o", "json")).contains("\"minilm-00002\"");
    }

    @Test
    void shouldShowDifferences() {
        String diff =
                """
                {"revision": "minilm-00002", "with": "minilm-00001", "differences": [
                  {"path": "/predictor/model/args/0", "after": "--threads=2"},
                  {"path": "/predictor/model/storageUri", "before": "s3://1", "after": "s3://2"}]}
                """;
        answers.put(
                "GET /v1/models/default/minilm/revisions?limit=1",
                "{\"items\": [{\"name\": \"minilm-00002\"}]}");
        answers.put("GET /v1/models/default/minilm/revisions/minilm-00002/diff", diff);
        answers.put(
                "GET /v1/models/default/minilm/revisions/minilm-00002/diff?with=minilm-00001",
                diff);

        String expected =
                """
                --- minilm-00001
                +++ minilm-00002
                + /predictor/model/args/0: "--threads=2"
                - /predictor/model/storageUri: "s3://1"
                + /predictor/model/storageUri: "s3://2"
                """;
        assertThat(run("diff", "minilm")).isEqualTo(expected);
        assertThat(run("diff", "minilm", "minilm-00001")).isEqualTo(expected);
        assertThat(run("diff", "minilm", "minilm-00001", "minilm-00002")).isEqualTo(expected);
    }

    @Test
    void shouldSayWhatTheRegistryRefuses() {
        assertThat(run("promote", "minilm")).contains("gantry: There is nothing here");
    }

    private static String model(String revision, int percent) {
        return "{\"revisions\": [{\"name\": \"%s\", \"trafficPercent\": %d}]}"
                .formatted(revision, percent);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        requests.add(body.isEmpty() ? request : request + " " + body);
        String answer = answers.get(request);
        byte[] bytes =
                (answer == null ? "{\"detail\": \"There is nothing here\"}" : answer)
                        .getBytes(UTF_8);
        exchange.sendResponseHeaders(answer == null ? 409 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static HttpServer start(HttpHandler handler) {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", handler);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String run(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine command =
                Gantry.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--dir";
        all[arguments.length + 1] = directory.toString();
        command.execute(all);
        return out.toString();
    }
}
