package io.gantry.registry.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.problem.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the fields of a config.json, and remembers which were missing, unknown or wrong. For those
/// it returns a number that can be calculated with, whose result nobody looks at.
final class ConfigFields {

    private static final String PATH = "config.";
    private static final long LARGEST = 1L << 30;

    private final ObjectNode config;
    private final List<FieldError> gaps = new ArrayList<>();
    private final List<FieldError> wrong = new ArrayList<>();

    ConfigFields(ObjectNode config) {
        this.config = config;
    }

    static FieldError error(String field, String message) {
        return new FieldError(PATH + field, message);
    }

    boolean has(String name) {
        return config.hasNonNull(name);
    }

    JsonNode node(String name) {
        return config.path(name);
    }

    /// A whole number from 1.
    long number(String name) {
        if (!has(name)) {
            gap(name, "is missing");
            return 1;
        }
        return number(name, 1, 1);
    }

    /// A whole number from 1, or what it is when it is left out.
    long number(String name, long otherwise) {
        return number(name, otherwise, 1);
    }

    /// A whole number from 0; 0 when it is left out.
    long count(String name) {
        return number(name, 0, 0);
    }

    boolean flag(String name, boolean otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        if (!node(name).isBoolean()) {
            wrong.add(error(name, "must be true or false, found " + node(name)));
        }
        return node(name).asBoolean();
    }

    /// A list of whole numbers from 0; empty when it is left out.
    List<Integer> numbers(String name) {
        if (!has(name)) {
            return List.of();
        }
        boolean fits =
                node(name).isArray()
                        && node(name).valueStream().allMatch(JsonNode::canConvertToInt);
        if (!fits) {
            wrong.add(error(name, "must be a list of whole numbers, found " + node(name)));
            return List.of();
        }
        return node(name).valueStream().map(JsonNode::asInt).toList();
    }

    void wrong(String name, String message) {
        wrong.add(error(name, message));
    }

    /// For a value that a model may have, and that is not known here.
    void gap(String name, String message) {
        gaps.add(error(name, message));
    }

    List<FieldError> wrong() {
        return List.copyOf(wrong);
    }

    /// The first field for whose sake the model cannot be counted.
    Optional<FieldError> gap() {
        return gaps.stream().findFirst();
    }

    private long number(String name, long otherwise, long least) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode node = node(name);
        boolean whole = node.isIntegralNumber() && node.canConvertToLong();
        if (!whole || node.asLong() < least || node.asLong() > LARGEST) {
            wrong.add(
                    error(
                            name,
                            "must be a whole number from %d to %d, found %s"
                                    .formatted(least, LARGEST, node)));
            return 1;
        }
        return node.asLong();
    }
}
