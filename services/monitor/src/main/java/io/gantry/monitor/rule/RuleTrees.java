package io.gantry.monitor.rule;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Rules as they are written, by their names: read from YAML, and laid over others field by field.
///
/// @param file what to call where they are from
/// @param problems takes what is found to be wrong
record RuleTrees(String file, List<String> problems) {

    private static final YAMLMapper YAML =
            YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

    JsonNode parse(String yaml) {
        try {
            JsonNode root = YAML.readTree(yaml);
            return root == null || root.isMissingNode() || root.isNull()
                    ? JsonNodeFactory.instance.objectNode()
                    : root;
        } catch (JsonProcessingException e) {
            problem("it is no YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""));
            return JsonNodeFactory.instance.objectNode();
        }
    }

    /// The rules of an operator's file over others.
    Map<String, JsonNode> merged(JsonNode root, Map<String, JsonNode> defaults) {
        Fields fields = new Fields(root, file + ": ", problems);
        boolean extend = fields.flag("defaults", true);
        Set<String> disabled = fields.texts("disabled");
        Map<String, JsonNode> merged =
                extend ? new LinkedHashMap<>(defaults) : new LinkedHashMap<>();
        listed(root).forEach((name, tree) -> merged.merge(name, tree, RuleTrees::overlaid));
        for (String name : disabled) {
            if (merged.remove(name) == null) {
                fields.problem("disabled", "there is no rule " + name);
            }
        }
        merged.replaceAll((_, tree) -> without(tree, disabled));
        fields.refuseOthers("rules");
        return merged;
    }

    /// The objects under `rules`, by name.
    Map<String, JsonNode> listed(JsonNode root) {
        Map<String, JsonNode> trees = new LinkedHashMap<>();
        JsonNode list = root.path("rules");
        if (!list.isArray() && !list.isMissingNode() && !list.isNull()) {
            problem("rules: found %s, a list belongs here".formatted(list));
        }
        int index = 0;
        for (JsonNode tree : list) {
            String name = tree.path("name").asText();
            if (!RuleReader.NAME.matcher(name).matches()) {
                problem(
                        "rules[%d].name: found %s, a name of letters, digits and _ belongs here"
                                .formatted(index, tree.path("name")));
            } else if (trees.put(name, tree) != null) {
                problem("rules[%d].name: there are two rules %s".formatted(index, name));
            }
            index++;
        }
        return trees;
    }

    /// The fields of one rule over those of another; parameters stay with their condition.
    private static JsonNode overlaid(JsonNode below, JsonNode above) {
        ObjectNode result = below.deepCopy();
        boolean same =
                !above.has("condition") || above.get("condition").equals(below.get("condition"));
        above.properties().forEach(field -> result.set(field.getKey(), field.getValue()));
        if (same && below.path("parameters").isObject() && above.path("parameters").isObject()) {
            ObjectNode parameters = below.get("parameters").deepCopy();
            parameters.setAll((ObjectNode) above.get("parameters"));
            result.set("parameters", parameters);
        } else if (!same && !above.has("parameters")) {
            result.remove("parameters");
        }
        return result;
    }

    /// The rule without causes that are not looked for any more.
    private static JsonNode without(JsonNode tree, Set<String> disabled) {
        if (disabled.isEmpty() || !tree.path("inhibitedBy").isArray()) {
            return tree;
        }
        ObjectNode result = tree.deepCopy();
        ArrayNode causes = result.putArray("inhibitedBy");
        tree.get("inhibitedBy")
                .forEach(cause -> {
                    if (!disabled.contains(cause.asText())) {
                        causes.add(cause);
                    }
                });
        return result;
    }

    private void problem(String message) {
        problems.add(file + ": " + message);
    }
}
