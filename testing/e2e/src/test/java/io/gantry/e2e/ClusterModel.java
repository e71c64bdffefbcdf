package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;

/// An InferenceService of a test in a cluster whose pods nobody runs: what is in them does not
/// matter, what Kubernetes makes of them does.
final class ClusterModel {

    static final String NAMESPACE = "default";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Api api;
    private final KubernetesClient cluster;
    private final String namespace;
    private final String name;
    private final String path;

    ClusterModel(Api api, KubernetesClient cluster, String namespace, String name) {
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

    /// A runtime for the format `pretended`.
    static void applyRuntime(Api api) {
        applyRuntime(api, "pretended", "");
    }

    /// A runtime for the format `pretended-wide`, whose models are on several nodes.
    static void applyRuntimeOfSeveralNodes(Api api) {
        applyRuntime(
                api,
                "pretended-wide",
                """
                , "workerSpec": {"pipelineParallelSize": 2, "tensorParallelSize": 1,
                   "containers": [{"name": "worker-container", "image": "example.com/worker:1"}]}\
                """);
    }

    private static void applyRuntime(Api api, String name, String members) {
        api.registry(
                "POST",
                "/apis/serving.kserve.io/v1alpha1/clusterservingruntimes",
                """
                {"apiVersion": "serving.kserve.io/v1alpha1", "kind": "ClusterServingRuntime",
                 "metadata": {"name": "%s"},
                 "spec": {"supportedModelFormats": [{"name": "%s", "autoSelect": true}],
                  "protocolVersions": ["v1", "v2"],
                  "containers": [{"name": "kserve-container", "image": "example.com/server:1",
                   "args": ["--model_name={{.Name}}"],
                   "resources": {"limits": {"cpu": "1", "memory": "2Gi"}}}]%s}}
                """
                        .formatted(name, name, members));
    }

    /// Replicas on so many nodes each.
    ///
    /// @param version another one makes another revision
    /// @param annotations of the service, which its pods have too
    void applyOnNodes(int nodes, int replicas, String version, Map<String, String> annotations) {
        Map<String, String> all = new TreeMap<>(annotations);
        all.put("serving.kserve.io/autoscalerClass", "none");
        write(
                """
                {"apiVersion": "serving.kserve.io/v1beta1", "kind": "InferenceService",
                 "metadata": {"name": "%s", "namespace": "%s", "annotations": {%s}},
                 "spec": {"predictor": {"minReplicas": %d,
                  "model": {"modelFormat": {"name": "pretended-wide"},
                   "env": [{"name": "VERSION", "value": "%s"}],
                   "storageUri": "oci://example.com/model:1"},
                  "workerSpec": {"pipelineParallelSize": %d, "tensorParallelSize": 1}}}}
                """
                        .formatted(name, namespace, members(all), replicas, version, nodes));
    }

    /// @param version another one makes another revision
    /// @param annotations of the service, which its pods have too
    /// @param predictor further fields of the predictor, as JSON members, each after a comma
    void apply(String version, Map<String, String> annotations, String predictor) {
        applyOnGpus(1, version, annotations, predictor);
    }

    /// @param gpus of each replica
    void applyOnGpus(int gpus, String version, Map<String, String> annotations, String predictor) {
        String body =
                """
                {"apiVersion": "serving.kserve.io/v1beta1", "kind": "InferenceService",
                 "metadata": {"name": "%s", "namespace": "%s", "annotations": {%s}},
                 "spec": {"predictor": {
                  "model": {"modelFormat": {"name": "pretended"}, "storageUri": "s3://models/%s",
                   "env": [{"name": "VERSION", "value": "%s"}],
                   "resources": {"limits": {"nvidia.com/gpu": "%d"}}}%s}}}
                """
                        .formatted(
                                name,
                                namespace,
                                members(annotations),
                                name,
                                version,
                                gpus,
                                predictor);
        write(body);
    }

    /// Creates it, or writes it over what there is.
    private void write(String body) {
        Api.Answer answer = api.registry("POST", path, body);
        // Its status may be written in between.
        while (answer.status() == 409) {
            answer =
                    api.registry(
                            "PUT",
                            path + "/" + name,
                            body.replace(
                                    "\"metadata\": {",
                                    "\"metadata\": {\"resourceVersion\": \"%s\", "
                                            .formatted(
                                                    service()
                                                            .at("/metadata/resourceVersion")
                                                            .asText())));
        }
        if (answer.status() / 100 != 2) {
            throw new AssertionError(answer.toString());
        }
    }

    void delete() {
        api.registry("DELETE", path + "/" + name, "");
    }

    JsonNode service() {
        return api.registry("GET", path + "/" + name, "").body();
    }

    JsonNode condition(String type) {
        JsonNode service = service();
        for (JsonNode condition : service.at("/status/conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return service.path("no such condition");
    }

    void awaitReady() {
        awaiting(name + " is Ready")
                .until(() -> condition("Ready").path("status").asText().equals("True"));
    }

    /// Waits until the service says so of itself.
    void awaitFailure(String reason) {
        awaiting(name + " fails by " + reason)
                .untilAsserted(
                        () -> assertThat(service().path("status")).asString().contains(reason));
    }

    /// Waits until it says in its status why it fails, and Kubernetes in an event of the object.
    ///
    /// @param object the event's, for example a Deployment
    void awaitFailure(String object, String reason, String... words) {
        awaitFailure(reason);
        for (String each : words) {
            awaitFailure(each);
        }
        awaiting("Kubernetes tells it, too")
                .untilAsserted(() ->
                        assertThat(events(object, reason))
                                .anySatisfy(message -> assertThat(message).contains(words)));
    }

    private List<String> events(String object, String reason) {
        return cluster
                .v1()
                .events()
                .inNamespace(namespace)
                .withField("involvedObject.name", object)
                .withField("reason", reason)
                .list()
                .getItems()
                .stream()
                .map(Event::getMessage)
                .toList();
    }

    /// Ready replicas of its Deployments, by revision, those without any left out.
    Map<String, Integer> ready() {
        return deployments().stream()
                .filter(each -> ready(each) > 0)
                .collect(
                        Collectors.toMap(
                                ClusterModel::revision,
                                ClusterModel::ready,
                                Integer::sum,
                                TreeMap::new));
    }

    List<Deployment> deployments() {
        return cluster.apps()
                .deployments()
                .inNamespace(namespace)
                .withLabel("serving.kserve.io/inferenceservice", name)
                .list()
                .getItems();
    }

    List<Pod> pods() {
        return cluster.pods()
                .inNamespace(namespace)
                .withLabel("serving.kserve.io/inferenceservice", name)
                .list()
                .getItems();
    }

    /// The revision that those reach who know the service by its name in the cluster.
    String reached() {
        var service = cluster.services().inNamespace(namespace).withName(name + "-predictor").get();
        if (service == null) {
            return "";
        }
        Map<String, String> selector = service.getSpec().getSelector();
        return deployments().stream()
                .filter(each ->
                        each.getSpec()
                                .getTemplate()
                                .getMetadata()
                                .getLabels()
                                .entrySet()
                                .containsAll(selector.entrySet()))
                .map(ClusterModel::revision)
                .findFirst()
                .orElse("");
    }

    static ConditionFactory awaiting(String what) {
        return await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(200));
    }

    private static String revision(Deployment deployment) {
        return deployment.getMetadata().getLabels().getOrDefault("gantry.io/revision", "");
    }

    private static int ready(Deployment deployment) {
        return Optional.ofNullable(deployment.getStatus())
                .map(DeploymentStatus::getReadyReplicas)
                .orElse(0);
    }

    private static String members(Map<String, String> annotations) {
        return annotations.entrySet().stream()
                .map(each -> "\"%s\": \"%s\"".formatted(each.getKey(), each.getValue()))
                .collect(Collectors.joining(", "));
    }
}
