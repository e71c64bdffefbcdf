package io.gantry.kserve.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// The schemas inside a schema: of properties, of elements, of values.
final class Children {
    static final String ELEMENTS = "[]";
    static final String VALUES = "{}";

    private Children() {}

    /// By the property's name, or the mark for elements or values.
    static Map<String, ObjectNode> of(ObjectNode schema) {
        Map<String, ObjectNode> children = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property :
                new TreeMap<>(asMap(schema.path("properties"))).entrySet()) {
            ObjectNode child = (ObjectNode) property.getValue();
            children.put(property.getKey(), child);
        }
        if (schema.get("items") instanceof ObjectNode items) {
            children.put(ELEMENTS, items);
        }
        if (schema.get("additionalProperties") instanceof ObjectNode values) {
            children.put(VALUES, values);
        }
        return children;
    }

    /// A copy of the schema with each child replaced.
    static ObjectNode mapped(ObjectNode schema, UnaryOperator<ObjectNode> change) {
        ObjectNode copy = schema.objectNode();
        schema.properties().forEach(member -> copy.set(member.getKey(), member.getValue()));
        if (schema.get("properties") instanceof ObjectNode properties) {
            ObjectNode changed = copy.putObject("properties");
            properties
                    .properties()
                    .forEach(property ->
                            changed.set(
                                    property.getKey(),
                                    change.apply((ObjectNode) property.getValue())));
        }
        for (String keyword : new String[] {"items", "additionalProperties"}) {
            if (schema.get(keyword) instanceof ObjectNode child) {
                copy.set(keyword, change.apply(child));
            }
        }
        return copy;
    }

    private static Map<String, JsonNode> asMap(JsonNode node) {
        Map<String, JsonNode> map = new LinkedHashMap<>();
        node.properties().forEach(member -> map.put(member.getKey(), member.getValue()));
        return map;
    }
}
