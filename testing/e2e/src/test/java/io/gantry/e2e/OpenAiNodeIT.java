package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cli.suite.Installation;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// OpenAI's package for Node takes the proxy for OpenAI.
@ExtendWith(SuiteExtension.class)
class OpenAiNodeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String NAME = "node-tiny";

    @Test
    void shouldServeThePackageUnchanged(RunningSuite suite) throws Exception {
        SampleModel embedder = suite.model("node-embedder");
        List<String> talk =
                List.of(
                        "node",
                        Clients.script("openai-node/talk.cjs").toString(),
                        Clients.openAiForNode().toString(),
                        suite.api().proxy().resolve("/openai/v1").toString(),
                        NAME,
                        embedder.name());
        assertThat(embedder.register(1).status()).isEqualTo(201);
        Api.Answer created =
                suite.registry(
                        "POST",
                        "/v1/models",
                        """
                        {"name": "%s", "modelFormat": "gguf", "storageUri": "file://%s", "minReplicas": 1, "maxReplicas": 1}
                        """
                                .formatted(NAME, Installation.current().languageModel()));
        assertThat(created.status()).isEqualTo(201);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        suite.api().proxy("GET", "/openai/v1/models/" + NAME, "").status() == 200);
        embedder.awaitServing();

        Cli.Outcome outcome = Clients.run(talk);

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines())
                .containsExactly("listed", "answered", "streamed", "embedded", "refused");
        suite.registry("DELETE", "/v1/models/default/" + NAME, "");
        embedder.delete();
    }
}
