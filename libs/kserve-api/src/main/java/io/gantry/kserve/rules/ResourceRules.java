package io.gantry.kserve.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.llm.LlmVersion;
import io.gantry.kserve.validate.Findings;
import io.gantry.kserve.validate.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// KServe's admission of every kind and version that Gantry stores. Rules see the resource as
/// written, before its defaults; whether it fits the schema of its CRD is asked elsewhere.
public enum ResourceRules {
    INFERENCE_SERVICE("v1beta1", "InferenceService"),
    SERVING_RUNTIME("v1alpha1", "ServingRuntime"),
    CLUSTER_SERVING_RUNTIME("v1alpha1", "ClusterServingRuntime"),
    INFERENCE_GRAPH("v1alpha1", "InferenceGraph"),
    TRAINED_MODEL("v1alpha1", "TrainedModel"),
    LLM_SERVICE_V1ALPHA1("v1alpha1", "LLMInferenceService"),
    LLM_SERVICE("v1alpha2", "LLMInferenceService"),
    LLM_CONFIG_V1ALPHA1("v1alpha1", "LLMInferenceServiceConfig"),
    LLM_CONFIG("v1alpha2", "LLMInferenceServiceConfig"),
    LOCAL_MODEL_CACHE("v1alpha1", "LocalModelCache"),
    LOCAL_MODEL_NAMESPACE_CACHE("v1alpha1", "LocalModelNamespaceCache"),
    LOCAL_MODEL_NODE("v1alpha1", "LocalModelNode"),
    LOCAL_MODEL_NODE_GROUP("v1alpha1", "LocalModelNodeGroup"),
    CLUSTER_STORAGE_CONTAINER("v1alpha1", "ClusterStorageContainer");

    private static final String GROUP = "serving.kserve.io/";

    private final String apiVersion;
    private final String kind;

    ResourceRules(String version, String kind) {
        this.apiVersion = GROUP + version;
        this.kind = kind;
    }

    /// The rules of a kind in a version, or empty if it is none of these.
    public static Optional<ResourceRules> of(String apiVersion, String kind) {
        return Arrays.stream(values())
                .filter(each -> each.apiVersion.equals(apiVersion) && each.kind.equals(kind))
                .findFirst();
    }

    public String apiVersion() {
        return apiVersion;
    }

    public String kind() {
        return kind;
    }

    /// Everything that keeps the resource from being accepted; nothing if it can be.
    public List<Violation> validate(Change change) {
        Findings findings = new Findings();
        if (!change.finishesDeletion()) {
            rules().validate(change, findings);
        }
        return findings.all();
    }

    /// What will not work as written although the resource can be accepted.
    public List<Violation> warnings(Change change) {
        Findings findings = new Findings();
        if (!change.finishesDeletion()) {
            rules().warn(change, findings);
        }
        return findings.all();
    }

    /// The resource as KServe's mutating webhook would leave it; the one that is given stays as it
    /// is. What the schema fills in is not part of it.
    public ObjectNode defaults(ObjectNode resource) {
        return rules().defaults(resource.deepCopy());
    }

    private KindRules rules() {
        return switch (this) {
            case INFERENCE_SERVICE -> new ServiceRules();
            case SERVING_RUNTIME, CLUSTER_SERVING_RUNTIME -> new RuntimeRules();
            case INFERENCE_GRAPH -> new GraphRules();
            case TRAINED_MODEL -> new TrainedModelRules();
            case LLM_SERVICE_V1ALPHA1 -> new LlmRules(LlmVersion.V1ALPHA1);
            case LLM_SERVICE -> new LlmRules(LlmVersion.V1ALPHA2);
            case LLM_CONFIG_V1ALPHA1, LLM_CONFIG -> new LlmConfigRules();
            case LOCAL_MODEL_CACHE -> new CacheRules();
            case LOCAL_MODEL_NAMESPACE_CACHE -> new NamespaceCacheRules();
            case LOCAL_MODEL_NODE, LOCAL_MODEL_NODE_GROUP -> new NoRules();
            case CLUSTER_STORAGE_CONTAINER -> new StorageContainerRules();
        };
    }
}
