package io.gantry.graph.gjson;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What is asked of an element of an array (gjson's `queryMatches`).
///
/// @param path what of the element is compared; empty for itself
/// @param op one of gjson's, `=` for both `=` and `==`; empty to ask whether there is something
/// @param value what it is compared with, without its quotes
record Query(GjsonPath path, String op, String value) {

    /// The value that stands for what is like true, or like false, and so on.
    static final Set<String> LIKE = Set.of("~true", "~false", "~null", "~*");

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Set<String> TRUTHS = Set.of("1", "t", "true");
    private static final Set<String> FALSEHOODS = Set.of("0", "f", "false");

    boolean matches(JsonNode element) {
        if (!element.isContainerNode() && !path.isEmpty()) {
            return false;
        }
        JsonNode found = element.isContainerNode() ? path.find(element) : element;
        if (LIKE.contains(value)) {
            return ofBoolean(isLike(found), "true");
        }
        if (found.isMissingNode()) {
            return false;
        }
        return op.isEmpty()
                || switch (found.getNodeType()) {
                    case STRING -> ofText(found.textValue());
                    case NUMBER -> ofNumber(found.doubleValue());
                    case BOOLEAN -> ofBoolean(found.booleanValue(), value);
                    default -> false;
                };
    }

    private boolean isLike(JsonNode found) {
        return switch (value) {
            case "~true" -> truth(found, true);
            // What is not there is like false and like null.
            case "~false" -> found.isNull() || found.isMissingNode() || truth(found, false);
            case "~null" -> found.isNull() || found.isMissingNode();
            default -> !found.isMissingNode();
        };
    }

    private static boolean truth(JsonNode found, boolean wanted) {
        return switch (found.getNodeType()) {
            case BOOLEAN -> found.booleanValue() == wanted;
            case NUMBER -> (found.doubleValue() != 0) == wanted;
            case STRING ->
                    (wanted ? TRUTHS : FALSEHOODS)
                            .contains(found.textValue().toLowerCase(Locale.ROOT));
            default -> false;
        };
    }

    private boolean ofText(String text) {
        return switch (op) {
            case "%" -> Wildcard.matches(text, value);
            case "!%" -> !Wildcard.matches(text, value);
            default ->
                    // As bytes, for that is how Go compares.
                    ordered(
                            Arrays.compareUnsigned(
                                    text.getBytes(StandardCharsets.UTF_8),
                                    value.getBytes(StandardCharsets.UTF_8)));
        };
    }

    private boolean ofNumber(double number) {
        // What is no number counts as 0.
        double other = NUMBER.matcher(value).matches() ? Double.parseDouble(value) : 0;
        // Not by Double.compare, for which -0 is less than 0.
        return ordered(number == other ? 0 : number < other ? -1 : 1);
    }

    private boolean ordered(int comparison) {
        return switch (op) {
            case "=" -> comparison == 0;
            case "!=" -> comparison != 0;
            case "<" -> comparison < 0;
            case "<=" -> comparison <= 0;
            case ">" -> comparison > 0;
            case ">=" -> comparison >= 0;
            default -> false;
        };
    }

    private boolean ofBoolean(boolean found, String other) {
        return switch (op) {
            case "" -> true;
            case "=" -> other.equals(Boolean.toString(found));
            case "!=" -> !other.equals(Boolean.toString(found));
            case ">" -> found && other.equals("false");
            case ">=" -> found;
            case "<" -> !found && other.equals("true");
            case "<=" -> !found;
            default -> false;
        };
    }
}
