package io.gantry.registry.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.schema.PrinterColumn;
import io.gantry.kserve.schema.table.Columns;
import java.time.Instant;
import java.util.List;

/// Kubernetes' `meta.k8s.io/v1` Table: resources as rows for people, which kubectl asks for.
final class Tables {

    private static final String METADATA = "metadata";

    private Tables() {}

    /// A list, or a single resource, as a table.
    ///
    /// @param answer as it would be without
    /// @param include what each row has of its resource: `None`, `Object`, and else its metadata
    static ObjectNode of(ObjectNode answer, KubeKind kind, String include, Instant now) {
        ObjectNode table = KServeJson.mapper().createObjectNode();
        table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.set(METADATA, listMetadata(answer));
        ArrayNode definitions = table.putArray("columnDefinitions");
        Columns.of(kind.version()).forEach(column -> define(column, definitions.addObject()));
        ArrayNode rows = table.putArray("rows");
        items(answer).forEach(item -> row(item, kind, include, now, rows.addObject()));
        return table;
    }

    private static List<ObjectNode> items(ObjectNode answer) {
        return answer.get("items") instanceof ArrayNode items
                ? items.valueStream().map(ObjectNode.class::cast).toList()
                : List.of(answer);
    }

    private static JsonNode listMetadata(ObjectNode answer) {
        ObjectNode metadata = KServeJson.mapper().createObjectNode();
        for (String field : List.of("resourceVersion", "continue", "remainingItemCount")) {
            JsonNode value = answer.path(METADATA).get(field);
            if (value != null) {
                metadata.set(field, value);
            }
        }
        return metadata;
    }

    private static void define(PrinterColumn column, ObjectNode definition) {
        definition
                .put("name", column.name())
                .put("type", column.type())
                .put("format", column.format())
                .put("description", "%s, from %s".formatted(column.name(), column.jsonPath()))
                .put("priority", column.priority());
    }

    private static void row(
            ObjectNode item, KubeKind kind, String include, Instant now, ObjectNode row) {
        Columns.cells(kind.version(), item, now).forEach(row.putArray("cells")::add);
        switch (include) {
            case "None" -> {}
            case "Object" -> row.set("object", item);
            default -> row.set("object", Rendering.partial(item));
        }
    }
}
