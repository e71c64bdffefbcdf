package io.gantry.graph.gjson;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A part of a path that takes a whole value and gives one; what lies between two pipes.
sealed interface Segment {

    /// @return missing where nothing was found; null where what would contain it was not even
    ///   reached, so that what follows is not asked
    @Nullable JsonNode of(JsonNode value);

    /// `@this`.
    record This() implements Segment {

        @Override
        public JsonNode of(JsonNode value) {
            return value;
        }
    }

    /// `[path,path]`: an array of what is found; empty when nothing is.
    record Collected(List<GjsonPath> paths) implements Segment {

        public Collected {
            paths = List.copyOf(paths);
        }

        @Override
        public JsonNode of(JsonNode value) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            for (GjsonPath path : paths) {
                add(all, path.find(value));
            }
            return all;
        }
    }

    /// Steps down, one after the other.
    record Walk(List<Part> parts) implements Segment {

        public Walk {
            parts = List.copyOf(parts);
        }

        @Override
        public @Nullable JsonNode of(JsonNode value) {
            return down(value, 0);
        }

        private @Nullable JsonNode down(JsonNode value, int at) {
            if (!value.isContainerNode()) {
                return null;
            }
            boolean last = at == parts.size() - 1;
            return switch (parts.get(at)) {
                case Part.Key key when value.isObject() -> inObject(value, key, at, last);
                case Part.Key key -> child(value.path(key.index()), at, last);
                case Part.Length _ when value.isArray() ->
                        JsonNodeFactory.instance.numberNode(value.size());
                case Part.Each(GjsonPath rest) when value.isArray() -> each(value, rest);
                case Part.First first when value.isArray() -> first(value, first);
                case Part.All all when value.isArray() -> all(value, all);
                // In an object it is a key like any other.
                case Part.Length _ when value.isObject() -> value.path("#");
                case Part.Length _, Part.Each _, Part.First _, Part.All _ ->
                        last ? MissingNode.getInstance() : null;
            };
        }

        private @Nullable JsonNode child(JsonNode child, int at, boolean last) {
            return last ? child : down(child, at + 1);
        }

        private @Nullable JsonNode inObject(JsonNode value, Part.Key key, int at, boolean last) {
            if (!key.wild()) {
                return child(value.path(key.name()), at, last);
            }
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                if (Wildcard.matches(field.getKey(), key.name())) {
                    JsonNode found = child(field.getValue(), at, last);
                    if (found != null && !found.isMissingNode()) {
                        return found;
                    }
                }
            }
            return last ? MissingNode.getInstance() : null;
        }

        private static JsonNode each(JsonNode array, GjsonPath rest) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> add(all, rest.find(element)));
            return all;
        }

        private static @Nullable JsonNode first(JsonNode array, Part.First first) {
            for (JsonNode element : array) {
                if (first.query().matches(element)) {
                    return first.rest() == null ? element : first.rest().find(element);
                }
            }
            return first.rest() == null ? MissingNode.getInstance() : null;
        }

        private static JsonNode all(JsonNode array, Part.All all) {
            ArrayNode found = JsonNodeFactory.instance.arrayNode();
            for (JsonNode element : array) {
                if (all.query().matches(element)) {
                    add(found, all.rest() == null ? element : all.rest().find(element));
                }
            }
            return found;
        }
    }

    private static void add(ArrayNode all, JsonNode found) {
        if (!found.isMissingNode()) {
            all.add(found);
        }
    }
}
