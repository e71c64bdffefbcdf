package io.gantry.kserve.schema.manage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.Schema;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts an applied value over a live one: what is atomic is replaced, the rest part by part.
final class Merging {
    private Merging() {}

    static JsonNode merged(@Nullable JsonNode live, JsonNode applied, @Nullable Schema schema) {
        Map<PathElement, JsonNode> old = Structure.parts(live, schema);
        Map<PathElement, JsonNode> now = Structure.parts(applied, schema);
        if (live == null || old == null || now == null || now.isEmpty() != old.isEmpty()) {
            boolean nothingNew = now != null && now.isEmpty() && old != null;
            return nothingNew && live != null ? live : applied;
        }
        Map<PathElement, JsonNode> parts = new LinkedHashMap<>();
        now.forEach((element, part) ->
                parts.put(element, merged(old.get(element), part, Structure.at(schema, element))));
        return applied instanceof ObjectNode && live instanceof ObjectNode object
                ? members(object, parts)
                : elements((ArrayNode) applied, old, parts);
    }

    private static ObjectNode members(ObjectNode live, Map<PathElement, JsonNode> applied) {
        ObjectNode joined = live.objectNode().setAll(live);
        applied.forEach((element, part) -> {
            if (element instanceof PathElement.Field field) {
                joined.set(field.name(), part);
            }
        });
        return joined;
    }

    /// The applied elements keep their order. Those that are only live stay before the applied one
    /// that they stood before, where the two orders agree.
    private static ArrayNode elements(
            ArrayNode like, Map<PathElement, JsonNode> live, Map<PathElement, JsonNode> applied) {
        ArrayNode joined = like.arrayNode();
        Deque<PathElement> toCome = new ArrayDeque<>(applied.keySet());
        for (Map.Entry<PathElement, JsonNode> old : live.entrySet()) {
            Optional<PathElement> nextOfBoth =
                    toCome.stream().filter(live::containsKey).findFirst();
            if (!applied.containsKey(old.getKey())) {
                joined.add(old.getValue());
            } else if (nextOfBoth.filter(old.getKey()::equals).isPresent()) {
                PathElement next;
                do {
                    next = toCome.removeFirst();
                    joined.add(applied.get(next));
                } while (!next.equals(old.getKey()));
            }
        }
        toCome.forEach(element -> joined.add(applied.get(element)));
        return joined;
    }
}
