package io.gantry.loader.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against a server that stands in for the API server, which tests of this module have not.
class ClusterNodeTest {

    private static final String NODE =
            """
            {"kind": "Node",
             "metadata": {"name": "gpu-1", "labels": {"gpu": "h100", "kubernetes.io/os": "linux"}},
             "status": {"capacity": {"nvidia.com/gpu": "8"},
              "allocatable": {"cpu": "3920m", "memory": "13Gi", "pods": "110",
               "hugepages-2Mi": "0", "nvidia.com/gpu": "7", "example.com/odd": "1500m"}}}
            """;

    @TempDir Path account;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.add(
                            exchange.getRequestURI()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Authorization"));
                    byte[] body = NODE.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        Files.writeString(account.resolve("token"), "first\n");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldKnowTheLabelsAndDevicesOfTheNode() throws Exception {
        Description description = node().read();

        assertThat(description.labels())
                .isEqualTo(Map.of("gpu", "h100", "kubernetes.io/os", "linux"));
        assertThat(description.resources()).isEqualTo(Map.of("nvidia.com/gpu", 7L, "cpu", 1L));
        assertThat(asked).containsExactly("/api/v1/nodes/gpu-1 Bearer first");
    }

    @Test
    void shouldTakeATokenThatWasRenewed() throws Exception {
        ClusterNode node = node();
        node.read();
        Files.writeString(account.resolve("token"), "second");

        node.read();

        assertThat(asked.getLast()).endsWith("Bearer second");
    }

    @ParameterizedTest
    @CsvSource({
        "403, give it the verb get of nodes",
        "401, give it the verb get of nodes",
        "404, gantry.loader.node has to be the node's name",
        "500, answered 500"
    })
    void shouldSayWhatIsToBeDone(int answer, String words) throws Exception {
        status = answer;

        assertThatThrownBy(() -> node().read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(words)
                .hasMessageNotContaining("first");
    }

    @Test
    void shouldSayThatItIsInNoCluster() {
        assertThatThrownBy(() -> ClusterNode.of(URI.create("https://localhost"), "gpu-1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("gantry.loader.warm.labels");
    }

    private ClusterNode node() throws IOException {
        return new ClusterNode(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), account, "gpu-1");
    }
}
