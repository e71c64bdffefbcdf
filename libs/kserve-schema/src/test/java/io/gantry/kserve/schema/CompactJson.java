package io.gantry.kserve.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Writes a tree as JSON that people can compare: keys sorted, and what fits on a line on one line.
final class CompactJson {
    private static final int LINE = 110;

    private CompactJson() {}

    static String write(JsonNode tree) {
        return block(tree, 0) + "\n";
    }

    private static String block(JsonNode value, int depth) {
        if (value.isValueNode() || 2 * depth + flow(value).length() <= LINE) {
            return flow(value);
        }
        String indent = "  ".repeat(depth + 1);
        return inside(value, each -> block(each, depth + 1)).stream()
                .collect(
                        Collectors.joining(
                                ",\n" + indent,
                                (value.isArray() ? "[" : "{") + "\n" + indent,
                                "\n" + "  ".repeat(depth) + (value.isArray() ? "]" : "}")));
    }

    private static String flow(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "[" + String.join(", ", inside(value, CompactJson::flow)) + "]";
            case OBJECT -> "{" + String.join(", ", inside(value, CompactJson::flow)) + "}";
            default -> value.toString();
        };
    }

    private static List<String> inside(JsonNode value, Function<JsonNode, String> write) {
        if (value.isArray()) {
            return value.valueStream().map(write).toList();
        }
        Map<String, JsonNode> sorted = new TreeMap<>();
        value.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
        return sorted.entrySet().stream()
                .map(each -> TextNode.valueOf(each.getKey()) + ": " + write.apply(each.getValue()))
                .toList();
    }
}
