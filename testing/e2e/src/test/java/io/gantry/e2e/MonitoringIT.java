package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gantry.cli.suite.Installation;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Dashboard and rules of infra/monitoring against the metrics of a suite that serves: no panel
/// stays empty, and no rule looks at what nobody measures.
@ExtendWith(SuiteExtension.class)
class MonitoringIT {

    private static final String CHATTING = "watched-llm";
    private static final String GRAPH = "watched-graph";
    private static final String GRAPHS =
            "/apis/serving.kserve.io/v1alpha1/namespaces/default/inferencegraphs";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path MONITORING = Path.of("../../infra/monitoring");
    private static final Pattern METRIC = Pattern.compile("gantry_[a-z0-9_]+");

    /// What a healthy suite without a cluster and peers does not measure, by the metric's
    /// beginning.
    private static final Map<String, String> NOT_MEASURED =
            Map.ofEntries(
                    Map.entry("gantry_registry_bridge_", "only with the bridge to Kubernetes"),
                    Map.entry("gantry_deployer_api_writes_", "only on Kubernetes"),
                    Map.entry("gantry_loader_peer_", "only where loaders take from each other"),
                    Map.entry("gantry_proxy_batch_", "only of models with a batcher"),
                    Map.entry("gantry_proxy_repeats_", "counted from the first on"),
                    Map.entry("gantry_proxy_ejections_", "counted from the first on"),
                    Map.entry("gantry_proxy_hedges_", "counted from the first on"),
                    Map.entry("gantry_monitor_gpu_", "only of models that have GPUs"),
                    Map.entry(
                            "gantry_monitor_queries_", "only of models that are scaled by PromQL"),
                    Map.entry("gantry_monitor_alert_deliveries_", "only with a receiver"),
                    Map.entry("gantry_events_dropped_", "counted from the first on"),
                    Map.entry("gantry_events_dead_lettered_", "counted from the first on"));

    @TempDir Path directory;

    @Test
    void shouldShowSomethingOnEveryPanel(RunningSuite suite) throws Exception {
        assumeTrue(
                PrometheusProcess.installed(),
                "prometheus is not installed: apt-get install prometheus");
        SampleModel model = suite.model("watched");
        try (PrometheusProcess prometheus = PrometheusProcess.start(suite, directory)) {
            // Given a model that was woken and serves, and one whose files are missing
            model.register(0);
            try (Publisher kafka = new Publisher(suite.kafka())) {
                kafka.register(
                        "missing",
                        "{\"name\": \"missing\", \"modelFormat\": \"onnx\", \"storageUri\": \"file:///nowhere\"}");
            }
            model.awaitServing();
            registerOthers(suite, model);

            // When it is asked, then each expression has series
            Set<String> expected = expressions();
            assertThat(expected).hasSizeGreaterThan(30);
            Set<String> empty = new TreeSet<>(expected);
            await("series for each expression")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> {
                        model.embed();
                        askOthers(suite);
                        empty.removeIf(expression -> !prometheus.query(expression).isEmpty());
                        assertThat(empty).allMatch(MonitoringIT::notMeasured);
                    });
            assertThat(prometheus.query("gantry_monitor_open_alerts{name=\"missing\"} == 1"))
                    .hasSize(1);
            assertThat(suite.cli().run("get", "alerts").out())
                    .containsPattern("critical +ModelLoadFailed +default +missing ");
        } finally {
            model.delete();
            suite.registry("DELETE", "/v1/models/default/missing", "");
            suite.registry("DELETE", "/v1/models/default/" + CHATTING, "");
            suite.registry("DELETE", GRAPHS + "/" + GRAPH, "");
        }
    }

    /// A language model, and a graph.
    private static void registerOthers(RunningSuite suite, SampleModel model) {
        Api.Answer chatting =
                suite.registry(
                        "POST",
                        "/v1/models",
                        """
                        {"name": "%s", "modelFormat": "gguf", "storageUri": "file://%s", "minReplicas": 1, "maxReplicas": 1}
                        """
                                .formatted(CHATTING, Installation.current().languageModel()));
        assertThat(chatting.status()).isEqualTo(201);
        Api.Answer graph =
                suite.registry(
                        "POST",
                        GRAPHS,
                        """
                        {"apiVersion": "serving.kserve.io/v1alpha1", "kind": "InferenceGraph", "metadata": {"name": "%s"},
                         "spec": {"nodes": {"root": {"routerType": "Sequence", "steps": [{"serviceName": "%s"}]}}}}
                        """
                                .formatted(GRAPH, model.name()));
        assertThat(graph.status()).isEqualTo(201);
    }

    /// A stream for a tenant, and the graph; whatever the answers are.
    private static void askOthers(RunningSuite suite) throws IOException, InterruptedException {
        HttpRequest chat =
                HttpRequest.newBuilder(suite.api().proxy().resolve("/v1/chat/completions"))
                        .header("Content-Type", "application/json")
                        .header("x-gateway-inference-fairness-id", "search")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        """
                                        {"model": "%s", "stream": true, "max_tokens": 20,
                                         "messages": [{"role": "user", "content": "What is the capital of France?"}]}
                                        """
                                                .formatted(CHATTING)))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            var _ = http.send(chat, HttpResponse.BodyHandlers.ofString());
        }
        suite.api().proxy("POST", "/serving/default/" + GRAPH, "{\"instances\": [\"A cat.\"]}");
    }

    /// Every query of the dashboard; of the rules the series that they look at, for a rule that
    /// finds nothing is well.
    private static Set<String> expressions() throws IOException {
        Set<String> expressions = new LinkedHashSet<>();
        JsonNode dashboard =
                new ObjectMapper().readTree(MONITORING.resolve("gantry-dashboard.json").toFile());
        for (JsonNode panel : dashboard.path("panels")) {
            panel.path("targets")
                    .forEach(target ->
                            expressions.add(
                                    target.path("expr")
                                            .asText()
                                            .replace("$__rate_interval", "30s")
                                            .replaceAll("\\$(namespace|model)", ".*")));
        }
        JsonNode rules =
                new YAMLMapper().readTree(MONITORING.resolve("gantry-rules.yaml").toFile());
        for (JsonNode rule : rules.at("/groups/0/rules")) {
            expressions.addAll(metrics(rule.path("expr").asText()));
        }
        return expressions;
    }

    private static List<String> metrics(String expression) {
        return new ArrayList<>(
                METRIC.matcher(expression).results().map(MatchResult::group).distinct().toList());
    }

    private static boolean notMeasured(String expression) {
        return metrics(expression).stream()
                .anyMatch(metric -> NOT_MEASURED.keySet().stream().anyMatch(metric::startsWith));
    }
}
