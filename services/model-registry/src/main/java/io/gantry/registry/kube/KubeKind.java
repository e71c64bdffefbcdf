package io.gantry.registry.kube;

import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeResource;
import io.gantry.kserve.api.ServingRuntime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The kinds of resources there are.
enum KubeKind {
    INFERENCE_SERVICE(
            InferenceService.API_VERSION, InferenceService.KIND, "inferenceservices", "isvc"),
    SERVING_RUNTIME(ServingRuntime.API_VERSION, ServingRuntime.KIND, "servingruntimes", ""),
    CLUSTER_SERVING_RUNTIME(
            ServingRuntime.API_VERSION, ServingRuntime.CLUSTER_KIND, "clusterservingruntimes", "");

    static final String GROUP = "serving.kserve.io";

    private final String apiVersion;
    private final String kind;
    private final String plural;
    private final String shortName;

    /// @param shortName empty when there is none
    KubeKind(String apiVersion, String kind, String plural, String shortName) {
        this.apiVersion = apiVersion;
        this.kind = kind;
        this.plural = plural;
        this.shortName = shortName;
    }

    /// Empty when there is none.
    static Optional<KubeKind> of(String version, String plural) {
        return Arrays.stream(values())
                .filter(kind ->
                        kind.apiVersion.equals(GROUP + "/" + version) && kind.plural.equals(plural))
                .findFirst();
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

    /// What a person may call one of them.
    String singular() {
        return kind.toLowerCase(Locale.ROOT);
    }

    List<String> shortNames() {
        return shortName.isEmpty() ? List.of() : List.of(shortName);
    }

    boolean namespaced() {
        return this != CLUSTER_SERVING_RUNTIME;
    }

    /// As error messages name resources of this kind.
    String resource(String name) {
        return "%s.%s \"%s\"".formatted(plural, GROUP, name);
    }

    boolean describes(KServeResource resource) {
        return kind.equals(resource.kind()) && apiVersion.equals(resource.apiVersion());
    }
}
