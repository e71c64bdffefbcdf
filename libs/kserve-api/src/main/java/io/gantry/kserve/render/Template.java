package io.gantry.kserve.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Fills in the template variables in every text of a tree.
///
/// KServe runs Go's HTML templates over the container's JSON; here nothing is escaped, and of the
/// template language only variables are known, which is all that runtimes use. A label or
/// annotation that the service does not have is the empty string, as there.
record Template(TemplateValues values, Strictness strictness) {

    /// What to do with braces that hold no known variable.
    enum Strictness {
        /// It is an error that names it: a runtime is written by someone who meant a variable.
        STRICT,
        /// It stays: a user's own arguments may hold braces for a reason, such as a chat template.
        LENIENT
    }

    private static final Pattern ACTION =
            Pattern.compile("\\{\\{-?\\s*(.*?)\\s*-?}}", Pattern.DOTALL);
    private static final Pattern FIELD = Pattern.compile("\\.(\\w+)(?:\\.([\\w-]+))?");
    private static final Pattern INDEX =
            Pattern.compile("index\\s+\\.(Labels|Annotations)\\s+[\"`]([^\"`]*)[\"`]");
    private static final List<String> KNOWN =
            List.of(
                    "{{.Name}}",
                    "{{.Namespace}}",
                    "{{.Labels.x}}",
                    "{{.Annotations.x}}",
                    "{{.TensorParallelSize}}",
                    "{{.GPUs}}",
                    "{{.StorageUri}}");

    /// A variable that nobody defines, or that this service has no value for.
    static final class UnknownVariable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownVariable(String message) {
            super(message);
        }
    }

    /// The tree with all variables filled in.
    ///
    /// @throws UnknownVariable if strict and there is none of that name
    JsonNode fill(JsonNode node) {
        return switch (node) {
            case TextNode text -> new TextNode(fill(text.asText()));
            case ArrayNode list -> {
                ArrayNode filled = list.arrayNode(list.size());
                list.forEach(each -> filled.add(fill(each)));
                yield filled;
            }
            case ObjectNode object -> {
                ObjectNode filled = object.objectNode();
                object.properties()
                        .forEach(member -> filled.set(member.getKey(), fill(member.getValue())));
                yield filled;
            }
            default -> node;
        };
    }

    private String fill(String text) {
        if (!text.contains("{{")) {
            return text;
        }
        Matcher action = ACTION.matcher(text);
        return action.replaceAll(found -> {
            String value = value(found.group(1));
            if (value == null && strictness == Strictness.STRICT) {
                throw new UnknownVariable(unknown(found.group(), text));
            }
            return Matcher.quoteReplacement(value == null ? found.group() : value);
        });
    }

    private @Nullable String value(String expression) {
        Matcher index = INDEX.matcher(expression);
        if (index.matches()) {
            return entry(index.group(1), index.group(2));
        }
        Matcher field = FIELD.matcher(expression);
        if (!field.matches()) {
            return null;
        }
        return field.group(2) == null
                ? values.variables().get(field.group(1))
                : entry(field.group(1), field.group(2));
    }

    private @Nullable String entry(String map, String key) {
        Map<String, String> entries =
                switch (map) {
                    case "Labels" -> values.labels();
                    case "Annotations" -> values.annotations();
                    default -> null;
                };
        return entries == null ? null : entries.getOrDefault(key, "");
    }

    private static String unknown(String variable, String text) {
        return variable.contains(".StorageUri")
                ? "%s in \"%s\" has no value: the model has no storageUri".formatted(variable, text)
                : "unknown template variable %s in \"%s\"; known are %s"
                        .formatted(variable, text, String.join(", ", KNOWN));
    }
}
