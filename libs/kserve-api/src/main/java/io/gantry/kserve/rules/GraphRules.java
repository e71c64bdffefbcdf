package io.gantry.kserve.rules;

import io.gantry.graph.Cycles;
import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// InferenceGraphs (`pkg/apis/serving/v1alpha1/inference_graph_validation.go`), and that no node
/// leads back to itself.
final class GraphRules implements KindRules {
    private static final String NAME_FORMAT = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern NAME = Pattern.compile(NAME_FORMAT);
    private static final String ROOT = "root";
    private static final List<String> TARGETS = List.of("nodeName", "serviceName", "serviceUrl");

    @Override
    public void validate(Change change, Findings findings) {
        Field name = change.field().at("metadata", "name");
        name(name, findings);
        Field nodes = change.field().at("spec", "nodes");
        if (!nodes.node().has(ROOT)) {
            nodes.get(ROOT)
                    .missing(
                            "root node not found, InferenceGraph needs a node with name 'root' as the root node of the graph",
                            "name the node that requests enter by root",
                            findings);
        }
        nodes.members()
                .forEach(node -> {
                    Node checked = new Node(node, name.text(), findings);
                    checked.uniqueSteps();
                    checked.targets();
                    checked.weights();
                });
        cycle(nodes, findings);
    }

    /// KServe's router finds out when a request gets there.
    @Override
    public void warn(Change change, Findings findings) {
        Field nodes = change.field().at("spec", "nodes");
        nodes.members().forEach(node -> GraphWarnings.of(nodes, node, findings));
    }

    /// Beyond KServe, whose router calls itself for ever.
    private static void cycle(Field nodes, Findings findings) {
        Map<String, Set<String>> next = new HashMap<>();
        nodes.node()
                .properties()
                .forEach(node ->
                        next.put(
                                node.getKey(),
                                node.getValue()
                                        .path("steps")
                                        .valueStream()
                                        .map(step -> step.path("nodeName").asText())
                                        .filter(name -> !name.isEmpty())
                                        .collect(Collectors.toSet())));
        List<String> cycle = Cycles.find(next);
        if (!cycle.isEmpty()) {
            findings.wrong(
                    nodes.path(),
                    String.join(" -> ", cycle),
                    "a node of the graph leads back to itself",
                    "take one of these steps out");
        }
    }

    private static void name(Field name, Findings findings) {
        if (!NAME.matcher(name.text()).matches()) {
            name.wrong(
                    ("The InferenceGraph \"%s\" is invalid: a InferenceGraph name must consist of"
                                    + " lower case alphanumeric characters or '-', and must start with"
                                    + " alphabetical character. (e.g. \"my-name\" or \"abc-123\", regex"
                                    + " used for validation is '%s')")
                            .formatted(name.text(), NAME_FORMAT),
                    "use lower case letters, digits and '-', starting with a letter",
                    findings);
        }
    }

    /// A node of the graph of that name, and the rules about it.
    private record Node(Field field, String graph, Findings findings) {

        private String name() {
            return field.path().substring("spec.nodes.".length());
        }

        private Stream<Field> steps() {
            return field.get("steps").elements().stream();
        }

        void uniqueSteps() {
            Set<String> names = new HashSet<>();
            steps().map(step -> step.get("name"))
                    .filter(step -> !step.text().isEmpty() && !names.add(step.text()))
                    .forEach(step ->
                            step.wrong(
                                    "Node \"%s\" of InferenceGraph \"%s\" contains more than one step with name \"%s\""
                                            .formatted(name(), graph, step.text()),
                                    "give every step of a node its own name",
                                    findings));
        }

        void targets() {
            List<Field> steps = field.get("steps").elements();
            for (int i = 0; i < steps.size(); i++) {
                Field step = steps.get(i);
                String which =
                        "Step %d (\"%s\") in node \"%s\" of InferenceGraph \"%s\""
                                .formatted(i, step.get("name").text(), name(), graph);
                long targets =
                        TARGETS.stream().filter(each -> !step.get(each).text().isEmpty()).count();
                if (targets == 0) {
                    step.missing(
                            which + " does not specify an inference target",
                            "set one of " + String.join(", ", TARGETS),
                            findings);
                } else if (targets > 1) {
                    step.wrong(
                            which
                                    + " specifies more than one of nodeName, serviceName,"
                                    + " serviceUrl",
                            "keep one of them",
                            findings);
                }
            }
        }

        void weights() {
            if (!field.get("routerType").text().equals("Splitter")) {
                return;
            }
            List<Field> unweighted = steps().filter(step -> weight(step).number() == null).toList();
            unweighted.forEach(step ->
                    weight(step)
                            .missing(
                                    "InferenceGraph[%s] Node[%s] Route[%s] missing the 'Weight'"
                                            .formatted(
                                                    graph, name(), step.get("serviceName").text()),
                                    "set its share of the requests",
                                    findings));
            long sum = steps().mapToLong(step -> weight(step).number(0)).sum();
            if (unweighted.isEmpty() && sum != 100) {
                findings.wrong(
                        field.get("steps").path(),
                        "weights of " + sum,
                        "InferenceGraph[%s] Node[%s] splitter node: the sum of traffic weights for all routing targets should be 100"
                                .formatted(graph, name()),
                        "make them add up to 100");
            }
        }

        private static Field weight(Field step) {
            return step.get("weight");
        }
    }
}
