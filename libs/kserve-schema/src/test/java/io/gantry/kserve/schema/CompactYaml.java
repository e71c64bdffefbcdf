package io.gantry.kserve.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Writes a tree as YAML that people can compare: keys sorted, and what fits on a line on one line.
final class CompactYaml {
    private static final int LINE = 110;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z$][A-Za-z0-9$_./-]*");
    private static final Pattern OTHER_MEANING =
            Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

    private final StringBuilder out = new StringBuilder();

    private CompactYaml() {}

    static String write(JsonNode tree) {
        CompactYaml yaml = new CompactYaml();
        yaml.members(tree, 0);
        return yaml.out.toString();
    }

    private void members(JsonNode object, int depth) {
        sorted(object).forEach((key, value) -> member(key, value, depth));
    }

    private void member(String key, JsonNode value, int depth) {
        out.repeat("  ", depth).append(scalar(key)).append(':');
        if (fits(value, 2 * depth + key.length())) {
            out.append(' ').append(flow(value)).append('\n');
        } else if (value.isArray()) {
            out.append('\n');
            value.forEach(element -> element(element, depth));
        } else {
            out.append('\n');
            members(value, depth + 1);
        }
    }

    private void element(JsonNode element, int depth) {
        out.repeat("  ", depth).append("- ");
        if (fits(element, 2 * depth) || element.isArray()) {
            out.append(flow(element)).append('\n');
            return;
        }
        int start = out.length();
        members(element, depth + 1);
        out.delete(start, start + 2 * (depth + 1));
    }

    private static boolean fits(JsonNode value, int used) {
        return value.isValueNode() || used + flow(value).length() <= LINE;
    }

    private static String flow(JsonNode value) {
        if (value.isArray()) {
            StringBuilder text = new StringBuilder("[");
            value.forEach(each -> text.append(text.length() > 1 ? ", " : "").append(flow(each)));
            return text.append(']').toString();
        }
        if (value.isObject()) {
            StringBuilder text = new StringBuilder("{");
            Iterator<Map.Entry<String, JsonNode>> members = sorted(value).entrySet().iterator();
            while (members.hasNext()) {
                Map.Entry<String, JsonNode> member = members.next();
                text.append(scalar(member.getKey())).append(": ").append(flow(member.getValue()));
                text.append(members.hasNext() ? ", " : "");
            }
            return text.append('}').toString();
        }
        return value.isTextual() ? scalar(value.asText()) : value.toString();
    }

    private static String scalar(String text) {
        boolean plain = PLAIN.matcher(text).matches() && !OTHER_MEANING.matcher(text).matches();
        return plain ? text : com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
    }

    private static Map<String, JsonNode> sorted(JsonNode object) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        object.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
        return sorted;
    }
}
