package io.gantry.kserve.schema.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cel.common.values.NullValue;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// JSON trees as the maps, lists and values that CEL reads, turned into them where a rule looks.
final class JsonView {
    private JsonView() {}

    static Object of(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> new Members(object);
            case ArrayNode array -> new Elements(array);
            default -> scalar(value);
        };
    }

    private static Object scalar(JsonNode value) {
        if (value.isTextual()) {
            return value.asText();
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        if (value.isNumber()) {
            return value.isIntegralNumber() && value.canConvertToLong()
                    ? (Object) value.longValue()
                    : (Object) value.doubleValue();
        }
        return NullValue.NULL_VALUE;
    }

    /// To a rule, a member that is null is not there.
    private static final class Members extends AbstractMap<String, Object> {
        private final ObjectNode object;

        Members(ObjectNode object) {
            this.object = object;
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return key instanceof String name && object.hasNonNull(name);
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            return key instanceof String name && object.hasNonNull(name)
                    ? of(object.path(name))
                    : null;
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            Set<Entry<String, Object>> entries = new LinkedHashSet<>();
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                if (!member.getValue().isNull()) {
                    entries.add(Map.entry(member.getKey(), of(member.getValue())));
                }
            }
            return entries;
        }
    }

    private static final class Elements extends AbstractList<Object> {
        private final ArrayNode array;

        Elements(ArrayNode array) {
            this.array = array;
        }

        @Override
        public Object get(int index) {
            return of(array.get(index));
        }

        @Override
        public int size() {
            return array.size();
        }
    }
}
