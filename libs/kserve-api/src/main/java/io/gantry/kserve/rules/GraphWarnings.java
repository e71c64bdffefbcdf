package io.gantry.kserve.rules;

import io.gantry.graph.Condition;
import io.gantry.graph.Step;
import io.gantry.graph.Target;
import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import java.util.List;
import java.util.Set;

/// What KServe takes in a graph and its router does not do.
///
/// @param nodes all of the graph
/// @param node the one that is looked at
record GraphWarnings(Field nodes, Field node, Findings findings) {

    private static final Set<String> DATA = Set.of("", "$request", Step.RESPONSE);

    static void of(Field nodes, Field node, Findings findings) {
        GraphWarnings warnings = new GraphWarnings(nodes, node, findings);
        List<Field> steps = node.get("steps").elements();
        for (int i = 0; i < steps.size(); i++) {
            warnings.target(steps.get(i));
            warnings.data(steps.get(i));
            warnings.condition(steps.get(i), i == 0);
        }
    }

    private void target(Field step) {
        Field name = step.get("nodeName");
        if (!name.text().isEmpty() && !nodes.node().has(name.text())) {
            name.wrong("no node of the graph has this name", "add the node", findings);
        }
        if (Target.of(step.node()) instanceof Target.Unusable(String reason)
                && !step.get("serviceUrl").text().isEmpty()) {
            step.get("serviceUrl")
                    .wrong(reason, "write an address that can be posted to", findings);
        }
    }

    private void data(Field step) {
        Field data = step.get("data");
        if (!DATA.contains(data.text())) {
            data.wrong(
                    "only $request and $response are known, and anything else means $request",
                    "use one of them; mapPredictionsToInstances renames 'predictions'",
                    findings);
        }
    }

    private void condition(Field step, boolean first) {
        Field condition = step.get("condition");
        boolean asked = !condition.text().isEmpty();
        String type = node.get("routerType").text();
        if (asked && Condition.of(condition.text()) instanceof Condition.Unsupported unsupported) {
            condition.wrong(
                    "Gantry cannot read this path of gjson: " + unsupported.reason(),
                    "requests that get there are answered 501; write it with keys, indexes, #, #(…) and @this",
                    findings);
        } else if (!asked && type.equals("Switch")) {
            condition.missing(
                    "a step of a Switch without a condition is never taken",
                    "give it one; @this is true of any JSON",
                    findings);
        } else if (asked && first && type.equals("Sequence")) {
            condition.wrong(
                    "the first step of a Sequence has no answer before it to ask",
                    "take the condition away, or put a Switch in front",
                    findings);
        }
    }
}
