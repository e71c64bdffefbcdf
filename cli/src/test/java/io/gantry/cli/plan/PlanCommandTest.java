package io.gantry.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PlanCommandTest {

    private static final String PLAN =
            """
            {"ruleOfThumb": {"modelSizeBytes": 1024, "memoryBytes": 2560, "vramBytes": 1536,
             "steps": ["Model size: 1.0 KiB"]}, "deployment": {"steps": []}, "warnings": []}\
            """;

    @TempDir private Path directory = Path.of(".");

    @Test
    void shouldAskTheRegistryAndShowItsAnswer() throws IOException {
        BlockingQueue<String> requests = new LinkedBlockingQueue<>();
        HttpServer registry = registry(requests);
        try {
            assertThat(run("--model-size", "1Ki"))
                    .startsWith("FIGURE")
                    .contains("Memory, rule of thumb   2.5 KiB")
                    .doesNotContain("Model size: 1.0 KiB");
            assertThat(run("--model-size", "1Ki", "--steps")).contains("  Model size: 1.0 KiB");
            assertThat(run("--model-size", "1Ki", "-o", "json")).contains("\"vramBytes\" : 1536");
        } finally {
            registry.stop(0);
        }
        assertThat(requests)
                .hasSize(3)
                .containsOnly("POST /v1/plan application/json {\"modelSizeBytes\":\"1Ki\"}");
    }

    private String run(String... arguments) {
        StringWriter out = new StringWriter();
        new CommandLine(new PlanCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .execute(withDirectory(arguments));
        return out.toString();
    }

    private String[] withDirectory(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        all[0] = "--dir";
        all[1] = directory.toString();
        return all;
    }

    /// A registry of which the suite's state file tells.
    private HttpServer registry(BlockingQueue<String> requests) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        requests.add(
                                "%s %s %s %s"
                                        .formatted(
                                                exchange.getRequestMethod(),
                                                exchange.getRequestURI(),
                                                exchange.getRequestHeaders()
                                                        .getFirst("Content-Type"),
                                                new String(
                                                        exchange.getRequestBody().readAllBytes(),
                                                        StandardCharsets.UTF_8)));
                        byte[] answer = PLAN.getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(200, answer.length);
                        exchange.getResponseBody().write(answer);
                    }
                });
        server.start();
        Files.writeString(
                directory.resolve("suite.json"),
                """
                {"host": "%s", "services": [{"service": "MODEL_REGISTRY", "port": %d, "pid": 1, "startedAt": 0}]}\
                """
                        .formatted(loopback.getHostAddress(), server.getAddress().getPort()));
        return server;
    }
}
