package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A graph of two models, from its manifest to its answers.
@ExtendWith(SuiteExtension.class)
class GraphIT {

    private static final String GRAPHS =
            "/apis/serving.kserve.io/v1alpha1/namespaces/default/inferencegraphs";
    private static final String REQUEST = "{\"instances\": [\"A cat sleeps.\"]}";

    @Test
    void shouldRunAGraphOverModels(RunningSuite suite) {
        // Given two models and a graph of both
        SampleModel one = suite.model("graph-one");
        SampleModel two = suite.model("graph-two");
        create(
                suite,
                """
                {"root": {"routerType": "Sequence", "steps": [
                   {"serviceName": "graph-one", "dependency": "Hard"},
                   {"nodeName": "both", "condition": "predictions.#"}]},
                 "both": {"routerType": "Ensemble", "steps": [
                   {"serviceName": "graph-one", "name": "one"},
                   {"serviceName": "graph-two"}]}}
                """);
        assertThat(reason(suite)).isEqualTo("ServiceNotFound");
        one.register(1);
        two.register(1);
        one.awaitServing();
        two.awaitServing();

        // When it is ready
        await("the graph is Ready")
                .atMost(SampleModel.PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> condition(suite).path("status").asText().equals("True"));
        Api.Answer answer = suite.api().proxy("POST", "/serving/default/both-models", REQUEST);

        // Then it answers with what both say
        assertThat(answer.status()).isEqualTo(200);
        JsonNode own = suite.api().proxy("POST", "/v1/models/graph-two:predict", REQUEST).body();
        assertThat(answer.body().path("1")).isEqualTo(own);
        assertThat(answer.body().at("/one/predictions")).isEqualTo(own.path("predictions"));
        suite.registry("DELETE", GRAPHS + "/both-models", "");
        await("no graph any more")
                .atMost(SampleModel.PATIENCE)
                .until(() ->
                        suite.api().proxy("POST", "/serving/default/both-models", REQUEST).status()
                                == 404);
        one.delete();
        two.delete();
    }

    private static void create(RunningSuite suite, String nodes) {
        Api.Answer created =
                suite.registry(
                        "POST",
                        GRAPHS,
                        """
                        {"apiVersion": "serving.kserve.io/v1alpha1", "kind": "InferenceGraph",
                         "metadata": {"name": "both-models"}, "spec": {"nodes": %s}}
                        """
                                .formatted(nodes));
        assertThat(created.status()).isEqualTo(201);
    }

    private static String reason(RunningSuite suite) {
        return condition(suite).path("reason").asText();
    }

    private static JsonNode condition(RunningSuite suite) {
        return suite.registry("GET", GRAPHS + "/both-models", "").body().at("/status/conditions/0");
    }
}
