package io.gantry.registry.kube;

import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeResource;
import io.gantry.kserve.api.ServingRuntime;

/// The kinds of resources there are.
enum KubeKind {
    INFERENCE_SERVICE(
            InferenceService.API_VERSION, InferenceService.KIND, "inferenceservices", true),
    SERVING_RUNTIME(ServingRuntime.API_VERSION, ServingRuntime.KIND, "servingruntimes", true),
    CLUSTER_SERVING_RUNTIME(
            ServingRuntime.API_VERSION,
            ServingRuntime.CLUSTER_KIND,
            "clusterservingruntimes",
            false);

    static final String GROUP = "serving.kserve.io";

    private final String apiVersion;
    private final String kind;
    private final String plural;
    private final boolean namespaced;

    KubeKind(String apiVersion, String kind, String plural, boolean namespaced) {
        this.apiVersion = apiVersion;
        this.kind = kind;
        this.plural = plural;
        this.namespaced = namespaced;
    }

    String apiVersion() {
        return apiVersion;
    }

    String kind() {
        return kind;
    }

    /// The name in paths.
    String plural() {
        return plural;
    }

    boolean namespaced() {
        return namespaced;
    }

    /// As error messages name resources of this kind.
    String resource(String name) {
        return "%s.%s \"%s\"".formatted(plural, GROUP, name);
    }

    boolean describes(KServeResource resource) {
        return kind.equals(resource.kind()) && apiVersion.equals(resource.apiVersion());
    }
}
