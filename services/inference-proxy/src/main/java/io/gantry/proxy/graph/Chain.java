package io.gantry.proxy.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.graph.Condition;
import io.gantry.graph.Step;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The steps of a sequence, one after the other.
///
/// A loop and not a call in a call, for steps that answer at once would else pile up.
final class Chain {

    private final String node;
    private final List<Step> steps;
    private final Message input;
    private final Taker taker;
    private final Promise<Answer> end = Promise.promise();
    private int number;
    private Answer.@Nullable Whole before;

    /// @param input what the node got
    Chain(String node, List<Step> steps, Message input, Taker taker) {
        this.node = node;
        this.steps = List.copyOf(steps);
        this.input = input;
        this.taker = taker;
    }

    Future<Answer> answer() {
        goOn();
        return end.future();
    }

    private void goOn() {
        while (!end.future().isComplete()) {
            Step step = steps.get(number);
            Optional<Answer> stop =
                    step.condition() == null ? Optional.empty() : stop(step.condition());
            if (stop.isPresent()) {
                end.complete(stop.get());
                return;
            }
            Answer.Whole last = before;
            Message gets = step.takesResponse() && last != null ? last.message() : input;
            Future<Answer> asked = taker.take(step, gets, isLast());
            if (!asked.succeeded()) {
                asked.onComplete(
                        answer -> {
                            took(answer);
                            goOn();
                        },
                        end::fail);
                return;
            }
            took(asked.result());
        }
    }

    private void took(Answer answer) {
        if (!isLast()
                && answer instanceof Answer.Whole whole
                && (whole.successful() || !steps.get(number).hard())) {
            before = whole;
            number++;
        } else {
            end.complete(answer);
        }
    }

    private boolean isLast() {
        return number == steps.size() - 1;
    }

    /// How the sequence ends in front of a step; empty when it goes on.
    private Optional<Answer> stop(Condition condition) {
        Answer.Whole last = before;
        if (last == null) {
            return Optional.of(new Answer.Failed(GraphFault.nothingBefore(node)));
        }
        Optional<JsonNode> json = last.message().json();
        if (json.isEmpty()) {
            return Optional.of(new Answer.Failed(GraphFault.noJson(node)));
        }
        return switch (condition) {
            case Condition.Unsupported(String text, String reason) ->
                    Optional.of(new Answer.Failed(GraphFault.unsupported(text, reason)));
            case Condition.Exists(var path) ->
                    path.existsIn(json.get())
                            ? Optional.empty()
                            : Optional.of(new Answer.Whole(200, last.message()));
        };
    }

    /// Whoever takes a step.
    interface Taker {

        /// @param last whether it is the last of the sequence
        Future<Answer> take(Step step, Message input, boolean last);
    }
}
