package io.gantry.registry.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.registry.profile.Profile;
import java.util.List;
import java.util.Set;

/// Fills what a request leaves out from the profile that it names. What the request says, in a
/// field, an annotation or an argument, always stands.
final class ProfileDefaults {

    private static final String KNATIVE = "autoscaling.knative.dev/";

    /// Knative's names, and those that they had before.
    private static final List<String> UTILIZATION =
            List.of(
                    KNATIVE + "target-utilization-percentage",
                    KNATIVE + "targetUtilizationPercentage");

    private static final List<String> BOUNDS =
            List.of(
                    KNATIVE + "min-scale",
                    KNATIVE + "minScale",
                    KNATIVE + "max-scale",
                    KNATIVE + "maxScale");

    /// The formats that KServe's runtimes serve with vLLM, and those runtimes.
    private static final Set<String> LLM_FORMATS = Set.of("huggingface", "vLLM");

    private static final Set<String> LLM_RUNTIMES =
            Set.of(
                    "kserve-huggingfaceserver",
                    "kserve-huggingfaceserver-multinode",
                    "kserve-vllmserver");

    private static final String GPU_MEMORY = "--gpu-memory-utilization";

    private ProfileDefaults() {}

    /// @param given a request whose fields have their shapes; changed in place
    static void fill(ObjectNode given) {
        Profile.of(given.path("profile").asText()).ifPresent(profile -> fill(given, profile));
    }

    private static void fill(ObjectNode given, Profile profile) {
        Profile.Defaults defaults = profile.defaults();
        replicas(given, defaults);
        if (!given.has("timeoutSeconds")) {
            given.put("timeoutSeconds", defaults.timeoutSeconds());
        }
        gpuMemory(given, defaults);
        boolean utilizationGiven = annotated(given, UTILIZATION);
        ObjectNode annotations = given.withObjectProperty("annotations");
        if (!utilizationGiven) {
            annotations.put(
                    UTILIZATION.getFirst(),
                    Integer.toString(defaults.targetUtilizationPercentage()));
        }
        annotations.put(Profile.ANNOTATION, profile.word());
    }

    /// A bound that is left out gives way to one that is given. Bounds given as annotations stand
    /// alone, because the fields would override them.
    private static void replicas(ObjectNode given, Profile.Defaults defaults) {
        if (annotated(given, BOUNDS)) {
            return;
        }
        int min = given.path("minReplicas").asInt(defaults.minReplicas());
        int max = given.path("maxReplicas").asInt(defaults.maxReplicas());
        boolean unlimited = max == 0;
        if (!given.has("minReplicas")) {
            given.put("minReplicas", unlimited ? min : Math.min(min, max));
        }
        if (!given.has("maxReplicas")) {
            given.put("maxReplicas", Math.max(min, max));
        }
    }

    private static void gpuMemory(ObjectNode given, Profile.Defaults defaults) {
        if (servedByVllm(given) && !argued(given)) {
            given.withArrayProperty("args")
                    .add(GPU_MEMORY + "=" + defaults.gpuMemoryUtilization().toPlainString());
        }
    }

    /// Which runtime serves a model is decided later, where none is named; KServe's choice follows
    /// the format.
    private static boolean servedByVllm(ObjectNode given) {
        JsonNode format = given.path("modelFormat");
        String name = format.isTextual() ? format.asText() : format.path("name").asText();
        String runtime = given.path("runtime").asText();
        return LLM_FORMATS.contains(name) && (runtime.isEmpty() || LLM_RUNTIMES.contains(runtime));
    }

    /// vLLM takes underscores for dashes.
    private static boolean argued(ObjectNode given) {
        return given.path("args")
                .valueStream()
                .anyMatch(arg -> arg.asText().replace('_', '-').startsWith(GPU_MEMORY));
    }

    private static boolean annotated(ObjectNode given, List<String> names) {
        return names.stream().anyMatch(given.path("annotations")::has);
    }
}
