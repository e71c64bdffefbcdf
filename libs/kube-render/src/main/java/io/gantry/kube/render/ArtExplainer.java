package io.gantry.kube.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.defaults.Defaulting;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The one explainer that KServe knows by name (`explainer.art`).
final class ArtExplainer {
    /// What is the explainer's among the fields of its container.
    private static final List<String> SETTINGS =
            List.of("type", "config", "storageUri", "runtimeVersion", "storage");

    private ArtExplainer() {}

    /// Its container: the settings are arguments, in the order of their names, before the user's
    /// own.
    ///
    /// @param image to run where it names none, without a tag
    static ObjectNode container(JsonNode explainer, String image) {
        ObjectNode container = explainer.deepCopy();
        ArrayNode args = container.arrayNode();
        if (!explainer.path("storageUri").asText().isEmpty()) {
            args.add("--storage_uri").add(Defaulting.MODEL_DIRECTORY);
        }
        args.add("--adversary_type").add(explainer.path("type").asText());
        Map<String, JsonNode> config = new TreeMap<>();
        explainer
                .path("config")
                .properties()
                .forEach(each -> config.put(each.getKey(), each.getValue()));
        config.forEach((name, value) -> args.add("--" + name).add(value));
        explainer.path("args").forEach(args::add);
        container.set("args", args);
        if (!container.hasNonNull("image")) {
            String version = explainer.path("runtimeVersion").asText("latest");
            container.put("image", image + ":" + version);
        }
        return container.remove(SETTINGS);
    }
}
