package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A predictor, transformer or explainer: what runs, and how it is scaled and reached.
///
/// `art` is the one explainer that KServe knows by name. KServe inlines three types here (the
/// implementation, the component extension and a PodSpec), so this record is as wide as the API.
/// The rest of the PodSpec (volumes, nodeSelector, tolerations, ...) is in `unknown`. `timeout` is
/// in seconds; `canaryTrafficPercent` in percent.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Component(
        @Nullable String name,
        @Nullable ModelSpec model,
        @Nullable ModelSpec sklearn,
        @Nullable ModelSpec xgboost,
        @Nullable ModelSpec tensorflow,
        @Nullable ModelSpec pytorch,
        @Nullable ModelSpec triton,
        @Nullable ModelSpec onnx,
        @Nullable ModelSpec huggingface,
        @Nullable ModelSpec pmml,
        @Nullable ModelSpec lightgbm,
        @Nullable ModelSpec paddle,
        @Nullable ModelSpec art,
        @Nullable List<Container> containers,
        @Nullable List<Container> initContainers,
        @Nullable WorkerSpec workerSpec,
        @Nullable List<StorageUriSpec> storageUris,
        @Nullable String serviceAccountName,
        @Nullable Integer minReplicas,
        @Nullable Integer maxReplicas,
        @Nullable Integer scaleTarget,
        @Nullable String scaleMetric,
        @Nullable String scaleMetricType,
        @Nullable JsonNode autoScaling,
        @Nullable Long containerConcurrency,
        @Nullable Long timeout,
        @Nullable Integer canaryTrafficPercent,
        @Nullable JsonNode logger,
        @Nullable JsonNode batcher,
        @Nullable JsonNode deploymentStrategy,
        @Nullable Map<String, String> labels,
        @Nullable Map<String, String> annotations,
        @Rest Map<String, JsonNode> unknown) {

    public Component {
        containers = Copies.list(containers);
        initContainers = Copies.list(initContainers);
        storageUris = Copies.list(storageUris);
        labels = Copies.map(labels);
        annotations = Copies.map(annotations);
        unknown = Copies.unknown(unknown);
    }

    /// A component that serves the model and leaves everything else to the defaults.
    public static Component of(ModelSpec model) {
        ObjectNode tree = KServeJson.mapper().createObjectNode();
        tree.set("model", KServeJson.tree(model));
        return KServeJson.read(tree, Component.class);
    }

    /// The fields named after a framework that are set, by that name: `sklearn: {...}` and so on.
    public Map<String, ModelSpec> frameworks() {
        Map<String, ModelSpec> set = new LinkedHashMap<>();
        putIfSet(set, "sklearn", sklearn);
        putIfSet(set, "xgboost", xgboost);
        putIfSet(set, "tensorflow", tensorflow);
        putIfSet(set, "pytorch", pytorch);
        putIfSet(set, "triton", triton);
        putIfSet(set, "onnx", onnx);
        putIfSet(set, "huggingface", huggingface);
        putIfSet(set, "pmml", pmml);
        putIfSet(set, "lightgbm", lightgbm);
        putIfSet(set, "paddle", paddle);
        return set;
    }

    private static void putIfSet(
            Map<String, ModelSpec> set, String name, @Nullable ModelSpec framework) {
        if (framework != null) {
            set.put(name, framework);
        }
    }

    /// The containers, empty if there are none.
    public List<Container> containersOrEmpty() {
        return containers == null ? List.of() : containers;
    }
}
