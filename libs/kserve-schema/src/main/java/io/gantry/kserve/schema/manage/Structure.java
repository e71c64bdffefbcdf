package io.gantry.kserve.schema.manage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a value falls into parts that can have different owners.
final class Structure {
    private Structure() {}

    /// The parts of a value by the step to each, in order; null if it is one value: a scalar, or
    /// what its schema declares atomic. Of elements with the same name the first counts.
    static @Nullable Map<PathElement, JsonNode> parts(
            @Nullable JsonNode value, @Nullable Schema schema) {
        return switch (value) {
            case ObjectNode object when schema == null || !schema.isAtomicMap() -> {
                Map<PathElement, JsonNode> parts = new LinkedHashMap<>();
                object.properties()
                        .forEach(each ->
                                parts.put(new PathElement.Field(each.getKey()), each.getValue()));
                yield parts;
            }
            case ArrayNode array when schema != null && !schema.listType().equals("atomic") -> {
                Map<PathElement, JsonNode> parts = new LinkedHashMap<>();
                array.forEach(each -> parts.putIfAbsent(element(each, schema), each));
                yield parts;
            }
            case null, default -> null;
        };
    }

    /// The schema of the part that a step leads to.
    static @Nullable Schema at(@Nullable Schema schema, PathElement element) {
        if (schema == null) {
            return null;
        }
        return element instanceof PathElement.Field field
                ? schema.member(field.name())
                : schema.items();
    }

    /// Whether a step leads to a property that the schema names, rather than to a free key.
    static boolean isNamed(@Nullable Schema schema, PathElement element) {
        return schema != null
                && element instanceof PathElement.Field field
                && schema.properties().containsKey(field.name());
    }

    /// The step to an element of a list whose elements have names. A key that is absent counts with
    /// its default.
    private static PathElement element(JsonNode element, Schema list) {
        if (!list.listType().equals("map")) {
            return new PathElement.Value(element.toString());
        }
        ObjectNode key = JsonNodeFactory.instance.objectNode();
        for (String name : list.listMapKeys()) {
            JsonNode value = element.path(name);
            Schema member = list.items() == null ? null : list.items().member(name);
            if (value.isMissingNode() && member != null) {
                value = member.keyword("default");
            }
            if (!value.isMissingNode()) {
                key.set(name, value);
            }
        }
        return PathElement.Key.of(key);
    }
}
