package io.gantry.e2e;

import static io.gantry.e2e.ClusterModel.awaiting;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of an LLMInferenceService in a cluster, from its creation to its end.
class LlmServiceIT {

    private static final String API =
            "/apis/serving.kserve.io/v1alpha2/namespaces/%s/".formatted(ClusterModel.NAMESPACE);
    private static final String SERVICES = API + "llminferenceservices";
    private static final String CONFIGS = API + "llminferenceserviceconfigs";

    @TempDir static Path scratch;

    private static SuiteOnKubernetes kubernetes;
    private static KubernetesClient cluster;
    private static Api api;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        kubernetes = SuiteOnKubernetes.start(scratch, 2, Map.of());
        cluster = kubernetes.cluster();
        api = kubernetes.suite().api();
    }

    @AfterAll
    static void stop() throws IOException {
        if (kubernetes != null) {
            kubernetes.close();
        }
    }

    @Test
    void shouldTakeAServiceFromCreationToDeletionAndLeaveNothing() {
        post(CONFIGS, config(2));
        post(
                SERVICES,
                """
                {"apiVersion": "serving.kserve.io/v1alpha2", "kind": "LLMInferenceService",
                 "metadata": {"name": "chat"},
                 "spec": {"model": {"uri": "s3://models/chat",
                   "lora": {"adapters": [{"name": "sql", "uri": "s3://loras/sql"}]}},
                  "replicas": 2, "baseRefs": [{"name": "shape"}],
                  "prefill": {"replicas": 1}}}
                """);
        ClusterModel model = kubernetes.model("chat");
        awaiting("it is Ready").untilAsserted(() -> assertThat(ready()).isEqualTo("True"));
        awaiting("all its pods").until(() -> model.ready().equals(Map.of("chat-00001", 3)));
        assertThat(model.deployments())
                .extracting(each -> each.getMetadata().getName())
                .containsExactlyInAnyOrder("chat-kserve", "chat-kserve-prefill");
        assertThat(selector()).isEqualTo(Map.of("app", "chat-kserve"));
        assertThat(model.pods().getFirst().getSpec().getInitContainers().getFirst().getArgs())
                .containsSubsequence(
                        "pull",
                        "s3://models/chat",
                        "/mnt/models",
                        "s3://loras/sql",
                        "/mnt/lora/sql");
        assertThat(status().path("url").asText()).endsWith("/serving/default/chat");
        assertProxied("chat");

        put(CONFIGS + "/shape", config(4));
        awaiting("the new revision alone")
                .until(() -> model.ready().equals(Map.of("chat-00002", 3)));
        awaiting("its name in the cluster")
                .until(() -> selector().equals(Map.of("app", "chat-kserve-00002")));
        assertThat(ready()).isEqualTo("True");

        api.registry("DELETE", SERVICES + "/chat", "");
        awaiting("nothing is left")
                .until(() ->
                        model.deployments().isEmpty()
                                && model.pods().isEmpty()
                                && service() == null);
    }

    @Test
    void shouldSayWhyItDoesNotRun() {
        post(
                SERVICES,
                """
                {"apiVersion": "serving.kserve.io/v1alpha2", "kind": "LLMInferenceService",
                 "metadata": {"name": "wide"},
                 "spec": {"model": {"uri": "s3://models/wide"},
                  "parallelism": {"data": 2, "dataLocal": 1},
                  "worker": {"containers": [{"name": "main"}]}}}
                """);

        awaiting("the reason")
                .untilAsserted(() ->
                        assertThat(api.registry("GET", SERVICES + "/wide", "").body().toString())
                                .contains("InvalidPredictorSpec", "spec.worker: "));
        api.registry("DELETE", SERVICES + "/wide", "");
    }

    /// A template that a change of makes other pods.
    private static String config(int tensor) {
        return """
        {"apiVersion": "serving.kserve.io/v1alpha2", "kind": "LLMInferenceServiceConfig",
         "metadata": {"name": "shape"},
         "spec": {"parallelism": {"tensor": %d},
          "template": {"containers": [{"name": "main", "image": "example.com/vllm:1",
           "resources": {"limits": {"nvidia.com/gpu": "1"}}}]}}}
        """
                .formatted(tensor);
    }

    private static void post(String path, String body) {
        Api.Answer answer = api.registry("POST", path, body);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    }

    private static void put(String path, String body) {
        Api.Answer answer = api.registry("PUT", path, body);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    }

    private static JsonNode status() {
        return api.registry("GET", SERVICES + "/chat", "").body().path("status");
    }

    private static String ready() {
        for (JsonNode condition : status().path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText();
            }
        }
        return "";
    }

    /// Clients of OpenAI's API find it.
    private static void assertProxied(String name) {
        awaiting("the proxy knows it")
                .untilAsserted(() ->
                        assertThat(api.proxy("GET", "/openai/v1/models", "").body().toString())
                                .contains("\"" + name + "\""));
    }

    private static Service service() {
        return cluster.services()
                .inNamespace(ClusterModel.NAMESPACE)
                .withName("chat-kserve-workload-svc")
                .get();
    }

    private static Map<String, String> selector() {
        return service().getSpec().getSelector();
    }
}
