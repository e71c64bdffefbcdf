package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;

/// An InferenceService whose model is really served, in pods of a real node.
final class PodModel {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Api api;
    private final KubernetesClient cluster;
    private final String namespace;
    private final String name;
    private final String path;

    PodModel(Api api, KubernetesClient cluster, String namespace, String name) {
        this.api = api;
        this.cluster = cluster;
        this.namespace = namespace;
        this.name = name;
        this.path =
                "/apis/serving.kserve.io/v1beta1/namespaces/%s/inferenceservices"
                        .formatted(namespace);
    }

    String name() {
        return name;
    }

    /// @param minReplicas 0 for one that sleeps soon
    /// @param model further fields of the model, as JSON members, each after a comma
    /// @param predictor the same of the predictor
    void create(String storageUri, int minReplicas, String model, String predictor) {
        Api.Answer answer =
                api.registry(
                        "POST",
                        path,
                        """
                        {"apiVersion": "serving.kserve.io/v1beta1", "kind": "InferenceService",
                         "metadata": {"name": "%s", "namespace": "%s",
                          "annotations": {"autoscaling.knative.dev/window": "6s"}},
                         "spec": {"predictor": {"minReplicas": %d, "serviceAccountName": "models",
                          "nodeSelector": {"kubernetes.io/hostname": "localhost"},
                          "model": {"modelFormat": {"name": "onnx"}, "storageUri": "%s"%s}%s}}}
                        """
                                .formatted(
                                        name,
                                        namespace,
                                        minReplicas,
                                        storageUri,
                                        model,
                                        predictor));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    }

    /// Waits in the proxy while no replica is ready.
    Api.Answer embed(String... sentences) {
        return api.proxy(
                "POST",
                "/v1/embeddings",
                "{\"model\": \"%s\", \"input\": [\"%s\"]}"
                        .formatted(name, String.join("\", \"", sentences)));
    }

    /// Likewise, of a language model.
    Api.Answer chat(String question) {
        return api.proxy(
                "POST",
                "/v1/chat/completions",
                """
                {"model": "%s", "temperature": 0, "messages": [{"role": "user", "content": "%s"}]}
                """
                        .formatted(name, question));
    }

    void awaitReady() {
        awaiting(name + " is Ready")
                .untilAsserted(() ->
                        assertThat(status())
                                .anySatisfy(condition -> {
                                    assertThat(condition.path("type").asText()).isEqualTo("Ready");
                                    assertThat(condition.path("status").asText()).isEqualTo("True");
                                }));
    }

    /// Waits until the service says so of itself.
    void awaitFailure(String... words) {
        awaiting(name + " fails by " + words[0])
                .untilAsserted(
                        () -> assertThat(service().path("status").toString()).contains(words));
    }

    /// Waits until `kubectl describe` says so of its Deployment.
    void awaitEvent(String reason, List<String> words) {
        awaiting("Kubernetes tells of " + name)
                .untilAsserted(() ->
                        assertThat(events(reason))
                                .anySatisfy(message -> assertThat(message).contains(words)));
    }

    private List<String> events(String reason) {
        return cluster
                .v1()
                .events()
                .inNamespace(namespace)
                .withField("involvedObject.name", name + "-predictor")
                .withField("reason", reason)
                .list()
                .getItems()
                .stream()
                .map(Event::getMessage)
                .toList();
    }

    void awaitNoPods() {
        awaiting("no pod of " + name).until(() -> pods().isEmpty());
    }

    void delete() {
        api.registry("DELETE", path + "/" + name, "");
    }

    /// Nothing in the cluster bears its name any more.
    void awaitNothingLeft() {
        awaitNoPods();
        awaiting("nothing of " + name)
                .untilAsserted(() -> {
                    assertThat(
                                    cluster.apps()
                                            .deployments()
                                            .inNamespace(namespace)
                                            .withLabel("serving.kserve.io/inferenceservice", name)
                                            .list()
                                            .getItems())
                            .isEmpty();
                    assertThat(
                                    cluster.services()
                                            .inNamespace(namespace)
                                            .withLabel("serving.kserve.io/inferenceservice", name)
                                            .list()
                                            .getItems())
                            .isEmpty();
                });
    }

    List<Pod> pods() {
        return cluster.pods()
                .inNamespace(namespace)
                .withLabel("serving.kserve.io/inferenceservice", name)
                .list()
                .getItems();
    }

    private JsonNode status() {
        return service().at("/status/conditions");
    }

    JsonNode service() {
        return api.registry("GET", path + "/" + name, "").body();
    }

    private static ConditionFactory awaiting(String what) {
        return await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(500));
    }
}
