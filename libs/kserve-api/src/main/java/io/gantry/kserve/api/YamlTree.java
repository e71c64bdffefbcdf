package io.gantry.kserve.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.YamlDocuments.UnreadableYaml;
import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Turns the node graph of one YAML document into a JSON tree: aliases and merge keys are expanded,
/// and the tree is given up when it grows past the limits.
final class YamlTree {
    private static final String MERGE_KEY = "<<";

    private final ManifestLimits limits;
    private int nodes;

    YamlTree(ManifestLimits limits) {
        this.limits = limits;
    }

    JsonNode convert(Node root) {
        return convert(root, 0);
    }

    private JsonNode convert(Node node, int depth) {
        if (++nodes > limits.nodes()) {
            throw new UnreadableYaml(
                    node,
                    "the document has more than %d values; check its aliases"
                            .formatted(limits.nodes()));
        }
        if (depth > limits.depth()) {
            throw new UnreadableYaml(
                    node, "nested deeper than %d levels".formatted(limits.depth()));
        }
        return switch (node) {
            case MappingNode map -> object(map, depth);
            case SequenceNode list -> array(list, depth);
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new UnreadableYaml(node, "an alias without its anchor");
        };
    }

    private ArrayNode array(SequenceNode list, int depth) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Node element : list.getValue()) {
            array.add(convert(element, depth + 1));
        }
        return array;
    }

    private ObjectNode object(MappingNode map, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (NodeTuple tuple : map.getValue()) {
            if (!merges(tuple)) {
                String key = key(tuple.getKeyNode());
                if (object.has(key)) {
                    throw new UnreadableYaml(
                            tuple.getKeyNode(), "\"%s\" is given twice".formatted(key));
                }
                object.set(key, convert(tuple.getValueNode(), depth + 1));
            }
        }
        for (NodeTuple tuple : map.getValue()) {
            if (merges(tuple)) {
                merge(object, tuple.getValueNode(), depth);
            }
        }
        return object;
    }

    private static boolean merges(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode key
                && key.getTag().equals(YamlDocuments.PLAIN)
                && key.getValue().equals(MERGE_KEY);
    }

    /// What the mapping says itself wins over what it merges, and the first merged over the next.
    private void merge(ObjectNode object, Node source, int depth) {
        List<Node> sources =
                source instanceof SequenceNode list ? list.getValue() : List.of(source);
        for (Node each : sources) {
            if (!(convert(each, depth + 1) instanceof ObjectNode merged)) {
                throw new UnreadableYaml(each, "only a mapping can be merged with <<");
            }
            merged.properties()
                    .forEach(member -> object.putIfAbsent(member.getKey(), member.getValue()));
        }
    }

    private static String key(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new UnreadableYaml(
                node,
                "a key must be text; if this is a template ({{ ... }}), render it before applying it");
    }

    private static JsonNode scalar(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        if (tag.equals(YamlDocuments.PLAIN)) {
            return PlainScalar.resolve(scalar.getValue());
        }
        if (tag.equals(Tag.STR)) {
            return JsonNodeFactory.instance.textNode(scalar.getValue());
        }
        JsonNode resolved = PlainScalar.resolve(scalar.getValue());
        boolean fits =
                (tag.equals(Tag.INT) && resolved.isIntegralNumber())
                        || (tag.equals(Tag.FLOAT) && resolved.isNumber())
                        || (tag.equals(Tag.BOOL) && resolved.isBoolean())
                        || (tag.equals(Tag.NULL) && resolved.isNull());
        if (!fits) {
            throw new UnreadableYaml(
                    scalar, "the tag %s does not fit here; leave it out".formatted(tag.getValue()));
        }
        return resolved;
    }
}
