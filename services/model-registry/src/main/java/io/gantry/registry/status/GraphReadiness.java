package io.gantry.registry.status;

import io.gantry.graph.Condition;
import io.gantry.graph.Graph;
import io.gantry.graph.Node;
import io.gantry.graph.Step;
import io.gantry.graph.Target;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Whether a graph can be asked: nothing in it is beyond the proxy, and all of its services are
/// ready. Addresses are not looked at.
///
/// @param ready of a service the finding about it; empty when there is no such service
record GraphReadiness(
        Graph graph,
        String namespace,
        Function<String, Optional<io.gantry.kserve.api.Condition>> ready) {

    /// What is wrong and what can be done about it, or what is still missing.
    Verdict verdict() {
        return unusable()
                .or(this::missingService)
                .or(() -> unready(Truth.FALSE))
                .or(() -> unready(Truth.UNKNOWN))
                .orElseGet(() -> new Verdict(Truth.TRUE, null, null));
    }

    private Optional<Verdict> unusable() {
        return graph.nodes().values().stream()
                .map(Node::steps)
                .flatMap(steps -> steps.stream().flatMap(this::unusable))
                .findFirst();
    }

    private Stream<Verdict> unusable(Step step) {
        if (step.condition() instanceof Condition.Unsupported(String text, String reason)) {
            return no(
                    "ConditionNotSupported",
                    "The condition '%s' cannot be read: %s; requests that get there are answered 501"
                            .formatted(text, reason));
        }
        return switch (step.target()) {
            case Target.Unusable(String reason) ->
                    no("StepNotUsable", "A step leads nowhere: " + reason);
            case Target.OfNode(String name) when graph.node(name).isEmpty() ->
                    no("NodeNotFound", "There is no node %s in the graph; add it".formatted(name));
            case Target.OfNode _, Target.OfService _, Target.OfUrl _ -> Stream.empty();
        };
    }

    private static Stream<Verdict> no(String reason, String message) {
        return Stream.of(new Verdict(Truth.FALSE, reason, message));
    }

    private Optional<Verdict> missingService() {
        return graph.services().stream()
                .filter(service -> ready.apply(service).isEmpty())
                .findFirst()
                .map(service ->
                        new Verdict(
                                Truth.FALSE,
                                "ServiceNotFound",
                                "There is no InferenceService %s in the namespace %s; apply it"
                                        .formatted(service, namespace)));
    }

    private Optional<Verdict> unready(Truth truth) {
        return graph.services().stream()
                .flatMap(service ->
                        ready.apply(service).stream()
                                .filter(found -> truth.text().equals(found.status()))
                                .map(found ->
                                        new Verdict(
                                                truth,
                                                "ServiceNotReady",
                                                "InferenceService %s: %s"
                                                        .formatted(
                                                                service,
                                                                found.message() == null
                                                                        ? found.reason()
                                                                        : found.message()))))
                .findFirst();
    }

    /// The condition Ready.
    record Verdict(Truth truth, @Nullable String reason, @Nullable String message) {}
}
