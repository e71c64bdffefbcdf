package io.gantry.kserve.api;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.Collection;
import java.util.Map;

/// Says in a manifest's words what Jackson says in Java's.
final class TypeErrors {
    private static final int SHOWN_CHARACTERS = 60;

    private TypeErrors() {}

    static JsonPointer path(JsonMappingException e) {
        JsonPointer path = JsonPointer.empty();
        for (Reference step : e.getPath()) {
            path =
                    step.getFieldName() == null
                            ? path.appendIndex(Math.max(0, step.getIndex()))
                            : path.appendProperty(step.getFieldName());
        }
        return path;
    }

    static String explain(JsonMappingException e, JsonPointer path, JsonNode found) {
        Class<?> target =
                e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
                        ? mismatch.getTargetType()
                        : Number.class;
        String wanted = found.isNull() ? "something" : wanted(target);
        String remedy =
                target == String.class && found.isValueNode() && !found.isNull()
                        ? "; write it in quotes: \"%s\"".formatted(found.asText())
                        : "";
        return "%s must be %s, found %s%s".formatted(dotted(path), wanted, describe(found), remedy);
    }

    static String describe(JsonNode found) {
        return switch (found.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "the text \"%s\"".formatted(shortened(found.asText()));
            case NUMBER -> "the number " + shortened(found.asText());
            case BOOLEAN -> found.asText();
            case NULL, MISSING, BINARY, POJO -> "nothing (null)";
        };
    }

    private static String wanted(Class<?> target) {
        if (target == String.class) {
            return "text";
        }
        if (target == Boolean.class) {
            return "true or false";
        }
        if (target == Integer.class || target == int.class) {
            return "a whole number of at most 32 bits";
        }
        if (Number.class.isAssignableFrom(target) || target == long.class) {
            return "a whole number";
        }
        return Collection.class.isAssignableFrom(target)
                ? "a list"
                : Map.class.isAssignableFrom(target) || target.isRecord() ? "an object" : "valid";
    }

    static String dotted(JsonPointer path) {
        StringBuilder dotted = new StringBuilder();
        for (JsonPointer rest = path; !rest.matches(); rest = rest.tail()) {
            if (rest.mayMatchElement()) {
                dotted.append('[').append(rest.getMatchingIndex()).append(']');
            } else {
                dotted.append(dotted.isEmpty() ? "" : ".").append(rest.getMatchingProperty());
            }
        }
        return dotted.isEmpty() ? "the resource" : dotted.toString();
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_CHARACTERS
                ? text
                : text.substring(0, SHOWN_CHARACTERS) + "...";
    }
}
