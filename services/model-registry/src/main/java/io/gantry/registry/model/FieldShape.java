package io.gantry.registry.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.problem.Problem.FieldError;
import io.gantry.registry.profile.Profile;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/// What a request's field may hold.
enum FieldShape {
    TEXT("text", JsonNode::isTextual),
    WHOLE_NUMBER("a whole number", JsonNode::canConvertToInt),
    TEXTS("a list of texts", node -> node.isArray() && all(node, JsonNode::isTextual)),
    TEXT_BY_NAME("an object of texts", node -> node.isObject() && all(node, JsonNode::isTextual)),
    OBJECT("an object", JsonNode::isObject),
    PROFILE(Profile.words(), node -> Profile.of(node.asText()).isPresent()),
    FORMAT("text, or an object with name and version", node -> node.isTextual() || node.isObject()),
    ENVIRONMENT(
            "an object of texts, or a list of name and value",
            node -> node.isArray() || TEXT_BY_NAME.fits(node));

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // The predicates close over nothing that changes.
    private final Predicate<JsonNode> shape;

    FieldShape(String words, Predicate<JsonNode> shape) {
        this.words = words;
        this.shape = shape;
    }

    String words() {
        return words;
    }

    boolean fits(JsonNode node) {
        return shape.test(node) && !(node.isNumber() && !node.isIntegralNumber());
    }

    /// Adds an error for each field that there is not, or whose value does not fit.
    static void check(ObjectNode given, Map<String, FieldShape> fields, List<FieldError> errors) {
        given.properties()
                .forEach(field -> {
                    FieldShape shape = fields.get(field.getKey());
                    if (shape == null) {
                        errors.add(
                                new FieldError(
                                        field.getKey(),
                                        "there is no such field; there are "
                                                + String.join(
                                                        ", ", new TreeSet<>(fields.keySet()))));
                    } else if (!shape.fits(field.getValue())) {
                        errors.add(
                                new FieldError(
                                        field.getKey(),
                                        "must be %s, found %s"
                                                .formatted(shape.words(), field.getValue())));
                    }
                });
    }

    private static boolean all(JsonNode parent, Predicate<JsonNode> shape) {
        return parent.valueStream().allMatch(shape);
    }
}
