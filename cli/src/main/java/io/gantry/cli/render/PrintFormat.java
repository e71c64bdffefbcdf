package io.gantry.cli.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cli.output.OutputFormat;
import io.gantry.kserve.api.KServeJson;
import java.util.List;
import java.util.stream.Collectors;

/// How objects are printed so that `kubectl apply -f -` reads them.
enum PrintFormat {
    /// A document for each.
    YAML,
    /// A `v1` List of all.
    JSON;

    String write(List<ObjectNode> objects) {
        return switch (this) {
            case YAML ->
                    objects.stream()
                            .map(object -> "---\n" + KServeJson.toYaml(object))
                            .collect(Collectors.joining());
            case JSON -> {
                ObjectNode list = KServeJson.mapper().createObjectNode();
                list.put("apiVersion", "v1").put("kind", "List");
                list.putArray("items").addAll(objects);
                yield OutputFormat.JSON.write(list) + "\n";
            }
        };
    }
}
