package io.gantry.kserve.schema.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The elements of a list by what names them. Only lists of type `map` name their elements; an
/// element of another has no counterpart in the list before.
final class ListElements {
    private static final ListElements NONE = new ListElements(Map.of(), List.of());

    private final Map<ObjectNode, JsonNode> byKey;
    private final List<String> keys;

    private ListElements(Map<ObjectNode, JsonNode> byKey, List<String> keys) {
        this.byKey = byKey;
        this.keys = keys;
    }

    static ListElements of(@Nullable JsonNode list, Schema schema) {
        if (!(list instanceof ArrayNode array) || !schema.listType().equals("map")) {
            return NONE;
        }
        List<String> keys = schema.listMapKeys();
        Map<ObjectNode, JsonNode> byKey = new HashMap<>();
        array.forEach(element -> byKey.putIfAbsent(key(element, keys), element));
        return new ListElements(byKey, keys);
    }

    @Nullable JsonNode like(JsonNode element) {
        return byKey.get(key(element, keys));
    }

    /// The members that name an element.
    static ObjectNode key(JsonNode element, List<String> keys) {
        ObjectNode key = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        for (String name : keys) {
            JsonNode value = element.path(name);
            if (!value.isMissingNode()) {
                key.set(name, value);
            }
        }
        return key;
    }
}
