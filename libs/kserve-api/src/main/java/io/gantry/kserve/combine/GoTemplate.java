package io.gantry.kserve.combine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text with actions of Go's template language, as far as KServe's presets use them: variables, `if
/// … else … end`, and a handful of functions. Everything else is refused.
///
/// KServe runs the template over the JSON of the whole config. There a line break is written `\n`,
/// so the trim markers `{{-` and `-}}` take away blanks and never a line's end.
final class GoTemplate {
    private static final Pattern ACTION =
            Pattern.compile(
                    "( *\\{\\{-(?=\\s)|\\{\\{)\\s*(.*?)\\s*((?<=\\s)-}} *|}})", Pattern.DOTALL);
    private static final String OPEN = "{{";

    private final Field place;
    private final Variables variables;
    private final List<Piece> pieces;
    private int next;

    private GoTemplate(Field place, Variables variables) {
        this.place = place;
        this.variables = variables;
        this.pieces = pieces(place);
    }

    /// @param text what is written, or the action's expression
    private record Piece(boolean action, String text) {
        boolean is(String word) {
            return action && text.equals(word);
        }
    }

    /// The tree with every text filled in. An element of a list that an action makes empty is left
    /// out: it is an argument that is not given.
    static JsonNode fill(Field field, Variables variables) {
        JsonNode node = field.node();
        return switch (node) {
            case TextNode text when text.asText().contains(OPEN) ->
                    new TextNode(new GoTemplate(field, variables).filled());
            case ArrayNode list -> {
                ArrayNode filled = list.arrayNode(list.size());
                for (Field element : field.elements()) {
                    JsonNode value = fill(element, variables);
                    boolean emptied = value.asText("-").isEmpty() && !element.text().isEmpty();
                    if (!emptied) {
                        filled.add(value);
                    }
                }
                yield filled;
            }
            case ObjectNode object -> {
                ObjectNode filled = object.objectNode();
                field.members()
                        .forEach(each -> filled.set(name(field, each), fill(each, variables)));
                yield filled;
            }
            default -> node;
        };
    }

    /// A member's name may have dots of its own.
    private static String name(Field object, Field member) {
        return member.path().substring(object.path().length() + 1);
    }

    private static List<Piece> pieces(Field place) {
        List<Piece> pieces = new ArrayList<>();
        String text = place.text();
        Matcher actions = ACTION.matcher(text);
        int end = 0;
        while (actions.find()) {
            pieces.add(new Piece(false, text.substring(end, actions.start())));
            pieces.add(new Piece(true, actions.group(2)));
            end = actions.end();
        }
        String rest = text.substring(end);
        if (rest.contains(OPEN)) {
            throw refusal(place, rest.substring(rest.indexOf(OPEN)), "it is not closed");
        }
        pieces.add(new Piece(false, rest));
        return pieces;
    }

    private String filled() {
        String text = block(true);
        if (next < pieces.size()) {
            throw refusal(pieces.get(next).text(), "it ends or continues no condition");
        }
        return text;
    }

    /// Up to the end of the text, or to the action that ends this block.
    ///
    /// @param taken whether the text is to come out
    private String block(boolean taken) {
        StringBuilder text = new StringBuilder();
        while (next < pieces.size()) {
            Piece piece = pieces.get(next);
            if (piece.is("else") || piece.is("end")) {
                return text.toString();
            }
            next++;
            if (!piece.action()) {
                text.append(piece.text());
            } else if (piece.text().startsWith("if ")) {
                text.append(condition(piece, taken));
            } else if (taken) {
                text.append(printed(piece.text()));
            }
        }
        return text.toString();
    }

    private String condition(Piece piece, boolean taken) {
        boolean holds = taken && Variables.truth(value(piece.text().substring("if ".length())));
        String then = block(holds);
        String otherwise = "";
        if (next < pieces.size() && pieces.get(next).is("else")) {
            next++;
            otherwise = block(taken && !holds);
        }
        if (next >= pieces.size() || !pieces.get(next).is("end")) {
            throw refusal(piece.text(), "the condition has no end");
        }
        next++;
        return holds ? then : otherwise;
    }

    private String printed(String expression) {
        JsonNode value = value(expression);
        if (!value.isValueNode() || value.isNull()) {
            throw refusal(expression, "it has no value");
        }
        return value.asText();
    }

    private JsonNode value(String expression) {
        try {
            return variables.value(expression);
        } catch (Variables.Unknown unknown) {
            throw refusal(expression, String.valueOf(unknown.getMessage()));
        }
    }

    private Refusal refusal(String expression, String why) {
        return refusal(place, "{{ %s }}".formatted(expression), why);
    }

    private static Refusal refusal(Field place, String action, String why) {
        return new Refusal(
                place.path(),
                action,
                "this action of a template cannot be carried out: " + why,
                "use what KServe's presets use: variables (%s), if, else, end, and, or, ChildName, shutdownTimeout, kvTransferConfig"
                        .formatted(String.join(", ", Variables.KNOWN)));
    }
}
