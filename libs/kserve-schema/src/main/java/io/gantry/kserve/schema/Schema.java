package io.gantry.kserve.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A structural schema: keywords of its own, and the schemas of what is inside. Equal subtrees of
/// several types are one instance, so a schema is a graph without cycles; it is never changed.
public final class Schema {
    private static final String ELEMENTS = "[]";
    private static final String INT_OR_STRING = "[{\"type\":\"integer\"},{\"type\":\"string\"}]";
    private static final Set<String> KNOWN =
            Set.of(
                    "type",
                    "format",
                    "nullable",
                    "default",
                    "enum",
                    "pattern",
                    "required",
                    "minimum",
                    "maximum",
                    "exclusiveMinimum",
                    "exclusiveMaximum",
                    "multipleOf",
                    "minLength",
                    "maxLength",
                    "minItems",
                    "maxItems",
                    "uniqueItems",
                    "minProperties",
                    "maxProperties",
                    "properties",
                    "items",
                    "additionalProperties",
                    "anyOf",
                    "x-kubernetes-int-or-string",
                    "x-kubernetes-list-type",
                    "x-kubernetes-list-map-keys",
                    "x-kubernetes-map-type",
                    "x-kubernetes-preserve-unknown-fields",
                    "x-kubernetes-validations");

    private final ObjectNode keywords;
    private final Map<String, Schema> properties;
    private final @Nullable Schema items;
    private final @Nullable Schema additionalProperties;
    private final List<String> required;
    private final List<Rule> rules;
    private final boolean hasRules;
    private final boolean hasTransitionRules;

    private Schema(ObjectNode keywords, Inside inside) {
        this.keywords = keywords;
        properties = inside.properties();
        items = inside.items();
        additionalProperties = inside.additionalProperties();
        required = texts("required");
        rules = keywords.path("x-kubernetes-validations").valueStream().map(Rule::of).toList();
        hasRules = !rules.isEmpty() || inside.all().stream().anyMatch(each -> each.hasRules);
        hasTransitionRules =
                rules.stream().anyMatch(Rule::isTransition)
                        || inside.all().stream().anyMatch(each -> each.hasTransitionRules);
    }

    /// The schema of a CRD's text, in which `child` finds or makes the schemas inside.
    ///
    /// @throws IllegalArgumentException if it has a keyword that this module does nothing about
    static Schema of(ObjectNode text, Function<ObjectNode, Schema> child) {
        text.properties().forEach(each -> requireKnown(each.getKey(), each.getValue()));
        Map<String, Schema> properties = new LinkedHashMap<>();
        text.path("properties")
                .properties()
                .forEach(each ->
                        properties.put(each.getKey(), child.apply((ObjectNode) each.getValue())));
        ObjectNode keywords = text.objectNode();
        text.properties().stream()
                .filter(each -> !isInside(each))
                .forEach(each -> keywords.set(each.getKey(), each.getValue()));
        Schema items = text.get("items") instanceof ObjectNode one ? child.apply(one) : null;
        Schema values =
                text.get("additionalProperties") instanceof ObjectNode one
                        ? child.apply(one)
                        : null;
        return new Schema(keywords, new Inside(properties, items, values));
    }

    private static boolean isInside(Map.Entry<String, JsonNode> keyword) {
        return switch (keyword.getKey()) {
            case "properties", "items" -> true;
            case "additionalProperties" -> keyword.getValue().isObject();
            default -> false;
        };
    }

    /// A keyword that nobody acts on would accept what an API server refuses, without a word. The
    /// only `anyOf` that KServe has repeats what int-or-string says.
    private static void requireKnown(String keyword, JsonNode value) {
        boolean known = KNOWN.contains(keyword);
        if (!known || (keyword.equals("anyOf") && !value.toString().equals(INT_OR_STRING))) {
            throw new IllegalArgumentException(
                    "A schema has \"%s\": %s, which is not understood; teach it to Schema and SchemaCheck"
                            .formatted(keyword, value));
        }
    }

    /// `object`, `array`, `string`, `integer`, `number`, `boolean`; empty if the schema has none.
    public String type() {
        return keywords.path("type").asText("");
    }

    /// A keyword of the schema itself; missing if it is not given.
    public JsonNode keyword(String name) {
        return keywords.path(name);
    }

    /// The properties' schemas by name.
    public Map<String, Schema> properties() {
        return properties;
    }

    /// The schema of an array's elements.
    public @Nullable Schema items() {
        return items;
    }

    /// The schema of the values of a map with free keys.
    public @Nullable Schema additionalProperties() {
        return additionalProperties;
    }

    /// The schema of a member of an object; null if it is unknown.
    public @Nullable Schema member(String name) {
        Schema property = properties.get(name);
        return property == null ? additionalProperties : property;
    }

    /// The properties that must be there.
    public List<String> required() {
        return required;
    }

    /// The CEL rules on values that this schema describes.
    public List<Rule> rules() {
        return rules;
    }

    /// Whether there are rules here or inside.
    public boolean hasRules() {
        return hasRules;
    }

    /// Whether a rule here or inside compares with the value before.
    public boolean hasTransitionRules() {
        return hasTransitionRules;
    }

    public boolean isNullable() {
        return keywords.path("nullable").asBoolean();
    }

    public boolean isIntOrString() {
        return keywords.path("x-kubernetes-int-or-string").asBoolean();
    }

    /// Whether members that the schema does not know are kept.
    public boolean preservesUnknown() {
        return keywords.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    }

    /// How an array is told apart and merged: `atomic` unless the schema says `set` or `map`.
    public String listType() {
        return keywords.path("x-kubernetes-list-type").asText("atomic");
    }

    /// The members that name an element of an array of list type `map`.
    public List<String> listMapKeys() {
        return texts("x-kubernetes-list-map-keys");
    }

    /// Whether an object is one value to field management, not a value per member.
    public boolean isAtomicMap() {
        return keywords.path("x-kubernetes-map-type").asText().equals("atomic");
    }

    /// The schema as JSON, with everything inside.
    public ObjectNode json() {
        ObjectNode json = keywords.deepCopy();
        if (!properties.isEmpty()) {
            ObjectNode members = json.putObject("properties");
            properties.forEach((name, schema) -> members.set(name, schema.json()));
        }
        if (items != null) {
            json.set("items", items.json());
        }
        if (additionalProperties != null) {
            json.set("additionalProperties", additionalProperties.json());
        }
        return json;
    }

    /// A copy in which the keywords at the end of the path are changed.
    Schema with(List<String> steps, UnaryOperator<ObjectNode> change) {
        if (steps.isEmpty()) {
            return new Schema(
                    change.apply(keywords.deepCopy()),
                    new Inside(properties, items, additionalProperties));
        }
        String step = steps.getFirst();
        Schema next = step.equals(ELEMENTS) ? items : properties.get(step);
        if (next == null) {
            throw new IllegalArgumentException(
                    "No \"%s\" among %s".formatted(step, properties.keySet()));
        }
        Schema changed = next.with(steps.subList(1, steps.size()), change);
        return step.equals(ELEMENTS)
                ? new Schema(keywords, new Inside(properties, changed, additionalProperties))
                : withProperty(step, changed);
    }

    /// A copy in which a property has another schema.
    Schema withProperty(String name, Schema schema) {
        Map<String, Schema> members = new LinkedHashMap<>(properties);
        members.put(name, schema);
        return new Schema(keywords, new Inside(members, items, additionalProperties));
    }

    /// The steps of a path such as `spec.canary[].predictor`; `[]` steps to the elements.
    static List<String> steps(String path) {
        return List.of(path.replace(ELEMENTS, "." + ELEMENTS).split("\\."));
    }

    private List<String> texts(String keyword) {
        return keywords.path(keyword).valueStream().map(JsonNode::asText).toList();
    }

    private record Inside(
            Map<String, Schema> properties,
            @Nullable Schema items,
            @Nullable Schema additionalProperties) {

        Inside {
            properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        }

        List<Schema> all() {
            List<Schema> all = new ArrayList<>(properties.values());
            if (items != null) {
                all.add(items);
            }
            if (additionalProperties != null) {
                all.add(additionalProperties);
            }
            return all;
        }
    }
}
