package io.gantry.loader.warm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gantry.events.node.Node;
import io.gantry.events.node.NodeTerms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a node has to offer for a predictor to run on it.
///
/// @param labels that it has to have
/// @param terms of which it has to fulfil one; null when it is not asked for any
/// @param devices how many of each, over all containers
record Needs(Map<String, String> labels, @Nullable NodeTerms terms, Map<String, Long> devices) {

    /// KServe's container of the model; what a predictor's `model` says is laid over it.
    private static final String MODEL_CONTAINER = "kserve-container";

    private static final String TERMS =
            "/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms";

    Needs {
        labels = Map.copyOf(labels);
        devices = Map.copyOf(devices);
    }

    /// Of a predictor, laid over its runtime's pod as KServe does.
    ///
    /// @param predictor as KServe's v1beta1 JSON
    /// @param runtime the serving runtime as KServe's JSON; null when the predictor names none
    static Needs of(JsonNode predictor, @Nullable JsonNode runtime) {
        JsonNode below = runtime == null ? MissingNode.getInstance() : runtime.path("spec");
        // An LLMInferenceService describes its pods there.
        JsonNode llm = predictor.at("/llm/template");
        return llm.isObject() ? laid(llm, below) : laid(predictor, below);
    }

    private static Needs laid(JsonNode predictor, JsonNode below) {
        Map<String, String> labels = new HashMap<>();
        for (JsonNode pod : List.of(below, predictor)) {
            pod.path("nodeSelector")
                    .properties()
                    .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        }
        NodeTerms terms = terms(predictor);
        return new Needs(labels, terms == null ? terms(below) : terms, devices(predictor, below));
    }

    boolean metBy(Node node) {
        return node.hasLabels(labels)
                && node.hasResources(devices)
                && (terms == null || terms.match(node));
    }

    /// For people.
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        new TreeMap<>(labels).forEach((key, value) -> parts.add(key + "=" + value));
        new TreeMap<>(devices).forEach((key, count) -> parts.add(count + " " + key));
        if (terms != null) {
            parts.add("node affinity " + terms.terms());
        }
        return String.join(", ", parts);
    }

    private static @Nullable NodeTerms terms(JsonNode pod) {
        JsonNode terms = pod.at(TERMS);
        return terms.isArray() ? new NodeTerms(terms.valueStream().toList()) : null;
    }

    private static Map<String, Long> devices(JsonNode predictor, JsonNode runtime) {
        Map<String, Map<String, Long>> containers = new HashMap<>();
        runtime.path("containers").forEach(each -> lay(each, name(each), containers));
        predictor.path("containers").forEach(each -> lay(each, name(each), containers));
        lay(predictor.path("model"), MODEL_CONTAINER, containers);
        Map<String, Long> sum = new HashMap<>();
        containers
                .values()
                .forEach(of -> of.forEach((name, count) -> sum.merge(name, count, Long::sum)));
        sum.values().removeIf(count -> count == 0);
        return sum;
    }

    private static String name(JsonNode container) {
        return container.path("name").asText();
    }

    /// Of devices, a container may not have more than it asks for, nor less: either may be left
    /// out.
    private static void lay(
            JsonNode container, String name, Map<String, Map<String, Long>> containers) {
        Map<String, Long> devices = containers.computeIfAbsent(name, _ -> new HashMap<>());
        for (String kind : List.of("requests", "limits")) {
            container
                    .path("resources")
                    .path(kind)
                    .properties()
                    .forEach(each -> {
                        if (each.getKey().contains("/")) {
                            devices.put(each.getKey(), count(each.getValue()));
                        }
                    });
        }
    }

    /// What is no number is a template of the runtime's, and asks for some.
    private static long count(JsonNode quantity) {
        try {
            return Long.parseLong(quantity.asText());
        } catch (NumberFormatException e) {
            return 1;
        }
    }
}
