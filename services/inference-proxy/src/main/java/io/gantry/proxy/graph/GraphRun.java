package io.gantry.proxy.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.graph.Condition;
import io.gantry.graph.Graph;
import io.gantry.graph.Node;
import io.gantry.graph.Step;
import io.gantry.graph.Target;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/// One request on its way through a graph (`routeStep` in `cmd/router/main.go`).
public final class GraphRun {

    /// So that nodes that lead to one another again and again cannot make a flood of one request.
    static final int MAX_CALLS = 1000;

    private final Graph graph;
    private final Steps steps;
    private final IntUnaryOperator dice;
    private int calls;

    /// @param dice gives a number from 0 up to what it is given, not included
    public GraphRun(Graph graph, Steps steps, IntUnaryOperator dice) {
        this.graph = graph;
        this.steps = steps;
        this.dice = dice;
    }

    /// @return never fails unless there is a bug
    public Future<Answer> of(Message request) {
        return node(Graph.ROOT, new Place(request, true, 1));
    }

    private Future<Answer> node(String name, Place at) {
        Optional<Node> node = graph.node(name);
        if (node.isEmpty()) {
            return failed(GraphFault.noNode(name));
        }
        if (at.depth() > graph.nodes().size()) {
            return failed(GraphFault.cycle(name));
        }
        List<Step> of = node.get().steps();
        return switch (node.get().type()) {
            case SEQUENCE -> of.isEmpty() ? noStep(name) : sequence(name, of, at);
            case SPLITTER -> splitter(name, of, at);
            case ENSEMBLE -> ensemble(of, at);
            case SWITCH -> choice(of, at);
        };
    }

    private Future<Answer> sequence(String name, List<Step> of, Place at) {
        return new Chain(
                        name,
                        of,
                        at.input(),
                        (step, input, last) ->
                                take(step, new Place(input, at.last() && last, at.depth())))
                .answer();
    }

    private Future<Answer> splitter(String name, List<Step> of, Place at) {
        int total = of.stream().mapToInt(Step::weight).sum();
        if (total == 0) {
            return noStep(name);
        }
        int drawn = dice.applyAsInt(total);
        for (Step step : of) {
            drawn -= step.weight();
            if (drawn < 0) {
                return take(step, at);
            }
        }
        throw new IllegalStateException("The dice gave more than it was asked for");
    }

    private Future<Answer> choice(List<Step> of, Place at) {
        Optional<JsonNode> json = at.input().json();
        for (Step step : json.isEmpty() ? List.<Step>of() : of) {
            switch (step.condition()) {
                // As in KServe, the empty path is found nowhere.
                case null -> {}
                case Condition.Unsupported(String text, String reason) -> {
                    return failed(GraphFault.unsupported(text, reason));
                }
                case Condition.Exists(var path) -> {
                    if (path.existsIn(json.get())) {
                        return take(step, at);
                    }
                }
            }
        }
        return failed(GraphFault.noMatch());
    }

    private Future<Answer> ensemble(List<Step> of, Place at) {
        Gathering gathering = new Gathering(of);
        for (int i = 0; i < of.size() && !gathering.done(); i++) {
            int number = i;
            take(of.get(i), new Place(at.input(), false, at.depth()))
                    .onSuccess(answer -> gathering.add(number, answer))
                    .onFailure(gathering::fail);
        }
        return gathering.answer();
    }

    private Future<Answer> take(Step step, Place at) {
        Message input = step.mapsPredictions() ? at.input().mapped() : at.input();
        return switch (step.target()) {
            case Target.OfNode(String name) ->
                    node(name, new Place(input, at.last(), at.depth() + 1));
            case Target.Unusable(String reason) ->
                    failed(GraphFault.unusable(step.title(), reason));
            case Target.OfService _, Target.OfUrl _ ->
                    ++calls > MAX_CALLS
                            ? failed(GraphFault.tooManyCalls(MAX_CALLS))
                            : steps.ask(step, input, at.last());
        };
    }

    private static Future<Answer> noStep(String node) {
        return failed(GraphFault.noStep(node));
    }

    private static Future<Answer> failed(GraphFault fault) {
        return Future.succeededFuture(new Answer.Failed(fault));
    }

    /// Where the request is.
    ///
    /// @param input what the node or step gets
    /// @param last whether its answer is the graph's
    /// @param depth how many nodes it is in
    private record Place(Message input, boolean last, int depth) {}
}
