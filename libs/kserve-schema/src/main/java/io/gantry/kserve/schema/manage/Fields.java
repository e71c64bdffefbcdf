package io.gantry.kserve.schema.manage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Sets of fields of values, and values without sets of fields.
final class Fields {
    private Fields() {}

    /// The fields that a manager owns who applies the value: its leaves, the elements of its lists
    /// and the free keys of its maps.
    static FieldSet of(JsonNode value, @Nullable Schema schema) {
        Map<PathElement, JsonNode> parts = Structure.parts(value, schema);
        if (parts == null) {
            return FieldSet.ITSELF;
        }
        Map<PathElement, FieldSet> inside = new TreeMap<>();
        parts.forEach((element, part) -> {
            FieldSet set = of(part, Structure.at(schema, element));
            boolean itself =
                    !Structure.isNamed(schema, element)
                            || part.isNull()
                            || (part.isObject() && part.isEmpty());
            inside.put(element, itself ? set.union(FieldSet.ITSELF) : set);
        });
        return FieldSet.of(false, inside);
    }

    /// The set with the named properties above its fields, which are owned together with them.
    static FieldSet withNamed(FieldSet set, @Nullable Schema schema) {
        Map<PathElement, FieldSet> inside = new TreeMap<>();
        set.inside()
                .forEach((element, below) -> {
                    FieldSet named = withNamed(below, Structure.at(schema, element));
                    inside.put(
                            element,
                            Structure.isNamed(schema, element)
                                    ? named.union(FieldSet.ITSELF)
                                    : named);
                });
        return FieldSet.of(set.isMember(), inside);
    }

    /// The value without the fields of a set; null if nothing is left of what had something.
    static @Nullable JsonNode without(JsonNode value, FieldSet gone, @Nullable Schema schema) {
        Map<PathElement, JsonNode> parts = Structure.parts(value, schema);
        if (parts == null || parts.isEmpty() || gone.inside().isEmpty()) {
            return value;
        }
        List<Map.Entry<PathElement, JsonNode>> kept = new ArrayList<>();
        for (Map.Entry<PathElement, JsonNode> part : parts.entrySet()) {
            FieldSet below = gone.at(part.getKey());
            JsonNode left =
                    below.isMember()
                            ? null
                            : without(part.getValue(), below, Structure.at(schema, part.getKey()));
            if (left != null) {
                kept.add(Map.entry(part.getKey(), left));
            }
        }
        return kept.isEmpty() ? null : joined(value, kept);
    }

    private static JsonNode joined(JsonNode like, List<Map.Entry<PathElement, JsonNode>> parts) {
        if (like instanceof ObjectNode object) {
            ObjectNode joined = object.objectNode();
            parts.forEach(part -> {
                if (part.getKey() instanceof PathElement.Field field) {
                    joined.set(field.name(), part.getValue());
                }
            });
            return joined;
        }
        ArrayNode joined = ((ArrayNode) like).arrayNode();
        parts.forEach(part -> joined.add(part.getValue()));
        return joined;
    }
}
