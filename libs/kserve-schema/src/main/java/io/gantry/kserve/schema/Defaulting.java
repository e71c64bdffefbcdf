package io.gantry.kserve.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fills in the defaults of a schema. A default inside an object that is absent comes only with a
/// default of that object. A null that is not allowed counts as absent.
public final class Defaulting {
    private Defaulting() {}

    /// The object with its type's defaults, and without nulls that its type does not allow.
    public static ObjectNode applyDefaults(ObjectNode object, Schema schema) {
        ObjectNode copy = object.deepCopy();
        fill(copy, schema);
        return copy;
    }

    private static void fill(JsonNode value, @Nullable Schema schema) {
        if (schema == null) {
            return;
        }
        if (value instanceof ObjectNode object) {
            fillMembers(object, schema);
        } else if (value instanceof ArrayNode array) {
            fillElements(array, schema.items());
        }
    }

    private static void fillMembers(ObjectNode object, Schema schema) {
        for (Map.Entry<String, Schema> property : schema.properties().entrySet()) {
            JsonNode preset = property.getValue().keyword("default");
            JsonNode value = object.get(property.getKey());
            if (!preset.isMissingNode()
                    && (value == null || isStrayNull(value, property.getValue()))) {
                object.set(property.getKey(), preset.deepCopy());
            }
        }
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            Schema member = schema.member(name);
            JsonNode value = object.path(name);
            if (member != null && isStrayNull(value, member)) {
                JsonNode preset = member.keyword("default");
                if (preset.isMissingNode()) {
                    object.remove(name);
                } else {
                    object.set(name, preset.deepCopy());
                }
            }
            fill(object.path(name), member);
        }
    }

    /// A null element without a default stays, for the check to find: its neighbours keep their
    /// indexes.
    private static void fillElements(ArrayNode array, @Nullable Schema items) {
        for (int i = 0; i < array.size(); i++) {
            if (items != null && isStrayNull(array.get(i), items)) {
                JsonNode preset = items.keyword("default");
                if (!preset.isMissingNode()) {
                    array.set(i, preset.deepCopy());
                }
            }
            fill(array.get(i), items);
        }
    }

    private static boolean isStrayNull(JsonNode value, Schema schema) {
        return value.isNull() && !schema.isNullable();
    }
}
