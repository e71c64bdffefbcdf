package io.gantry.events.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// Node selector terms, as the Kubernetes scheduler reads them
/// (`k8s.io/component-helpers/scheduling/corev1/nodeaffinity`).
///
/// @param terms a node has to fulfil one of them
public record NodeTerms(List<JsonNode> terms) {

    private static final String NAME = "metadata.name";

    public NodeTerms {
        terms = List.copyOf(terms);
    }

    /// Whether the node fulfils one of the terms. One without labels does what they say of labels,
    /// whatever that is.
    public boolean match(Node node) {
        return terms.stream().anyMatch(term -> fulfils(node, term));
    }

    /// An empty term is fulfilled by no node.
    private static boolean fulfils(Node node, JsonNode term) {
        JsonNode expressions = term.path("matchExpressions");
        JsonNode fields = term.path("matchFields");
        return !(expressions.isEmpty() && fields.isEmpty())
                && (node.labels().isEmpty()
                        || expressions.valueStream().allMatch(each -> holds(node, each)))
                && fields.valueStream().allMatch(each -> isNamed(node, each));
    }

    private static boolean holds(Node node, JsonNode requirement) {
        String key = requirement.path("key").asText();
        String value = node.labels().get(key);
        Set<String> values = values(requirement);
        return switch (requirement.path("operator").asText()) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            case "Gt" -> value != null && differs(value, values, 1);
            case "Lt" -> value != null && differs(value, values, -1);
            default -> false;
        };
    }

    /// The one field that Kubernetes knows here is the name, and In and NotIn the operators.
    private static boolean isNamed(Node node, JsonNode requirement) {
        boolean named = values(requirement).contains(node.name());
        return requirement.path("key").asText().equals(NAME)
                && switch (requirement.path("operator").asText()) {
                    case "In" -> named;
                    case "NotIn" -> !named;
                    default -> false;
                };
    }

    private static Set<String> values(JsonNode requirement) {
        return requirement
                .path("values")
                .valueStream()
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }

    /// Whether the label is a whole number that is more or less than the one value.
    private static boolean differs(String label, Set<String> values, int sign) {
        OptionalLong left = number(label);
        OptionalLong right =
                values.size() == 1 ? number(values.iterator().next()) : OptionalLong.empty();
        return left.isPresent()
                && right.isPresent()
                && Long.compare(left.getAsLong(), right.getAsLong()) == sign;
    }

    private static OptionalLong number(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
