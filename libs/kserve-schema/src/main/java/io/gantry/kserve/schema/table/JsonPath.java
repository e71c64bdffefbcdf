package io.gantry.kserve.schema.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The part of kubectl's JSONPath that columns use: members, `[*]`, `[0]`, and filters such as
/// `[?(@.type=='Ready')]`.
final class JsonPath {
    private static final Pattern STEP =
            Pattern.compile(
                    "\\.(?<member>[A-Za-z0-9_$/-]+)|\\['(?<quoted>[^']+)']|\\[(?<index>-?\\d+)]"
                            + "|(?<all>\\[\\*])|\\[\\?\\((?<filter>[^)]*)\\)]");
    private static final Pattern FILTER =
            Pattern.compile(
                    "\\s*@(?<path>[^=!<>\\s]*)\\s*(?:(?<not>!)?=?=\\s*(?<value>'[^']*'|\"[^\"]*\"|[^\\s]+))?\\s*");

    private final List<Step> steps;

    private JsonPath(List<Step> steps) {
        this.steps = steps;
    }

    /// @throws IllegalArgumentException if it has more than columns need
    static JsonPath parse(String text) {
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw new IllegalArgumentException(
                        "\"%s\" is not understood at \"%s\"".formatted(text, text.substring(end)));
            }
            steps.add(step(matcher));
            end = matcher.end();
        }
        return new JsonPath(List.copyOf(steps));
    }

    /// The values at the path, in the order of the object; none where a step leads nowhere.
    List<JsonNode> find(JsonNode root) {
        Stream<JsonNode> found = Stream.of(root);
        for (Step step : steps) {
            found = found.flatMap(step::from).filter(each -> !each.isMissingNode());
        }
        return found.filter(each -> !each.isNull()).toList();
    }

    private static Step step(Matcher matcher) {
        String member = matcher.group("member");
        String name = member == null ? matcher.group("quoted") : member;
        if (name != null) {
            return from -> Stream.of(from.path(name));
        }
        if (matcher.group("index") != null) {
            int index = Integer.parseInt(matcher.group("index"));
            return from -> Stream.of(from.path(index < 0 ? from.size() + index : index));
        }
        Predicate<JsonNode> kept =
                matcher.group("all") == null ? filter(matcher.group("filter")) : _ -> true;
        return from -> elements(from).filter(kept);
    }

    private static Stream<JsonNode> elements(JsonNode from) {
        return from instanceof ArrayNode
                ? StreamSupport.stream(from.spliterator(), false)
                : Stream.of();
    }

    private static Predicate<JsonNode> filter(String text) {
        Matcher matcher = FILTER.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "The filter \"%s\" is not understood".formatted(text));
        }
        JsonPath path = parse(matcher.group("path"));
        String value = matcher.group("value");
        if (value == null) {
            return element -> !path.find(element).isEmpty();
        }
        JsonNode wanted = literal(value);
        boolean not = matcher.group("not") != null;
        return element -> path.find(element).stream().anyMatch(each -> not != each.equals(wanted));
    }

    private static JsonNode literal(String text) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (text.startsWith("'") || text.startsWith("\"")) {
            return nodes.textNode(text.substring(1, text.length() - 1));
        }
        return switch (text) {
            case "true", "false" -> nodes.booleanNode(text.equals("true"));
            default -> nodes.numberNode(Integer.parseInt(text));
        };
    }

    /// Leads from a value to those below it.
    @FunctionalInterface
    private interface Step {
        Stream<JsonNode> from(JsonNode value);
    }
}
