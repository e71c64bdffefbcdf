package io.gantry.kserve.api;

import java.util.Map;
import java.util.Set;

/// KServe's kinds that are stored as trees, because nothing of Gantry acts on their fields yet.
final class OtherKinds {

    private static final String GROUP = "serving.kserve.io/";
    private static final Set<String> BOTH = Set.of("v1alpha1", "v1alpha2");
    private static final Set<String> FIRST = Set.of("v1alpha1");

    private static final Map<String, Set<String>> VERSIONS =
            Map.of(
                    "LLMInferenceService", BOTH,
                    "LLMInferenceServiceConfig", BOTH,
                    "InferenceGraph", FIRST,
                    "TrainedModel", FIRST,
                    "LocalModelCache", FIRST,
                    "LocalModelNamespaceCache", FIRST,
                    "LocalModelNode", FIRST,
                    "LocalModelNodeGroup", FIRST,
                    "ClusterStorageContainer", FIRST);

    private OtherKinds() {}

    static boolean stored(String apiVersion, String kind) {
        return apiVersion.startsWith(GROUP)
                && VERSIONS.getOrDefault(kind, Set.of())
                        .contains(apiVersion.substring(GROUP.length()));
    }
}
