package io.gantry.proxy.graph;

import com.fasterxml.jackson.databind.node.TextNode;
import io.gantry.graph.Step;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The answers of the steps of an ensemble, as they come in.
///
/// As in KServe: a step that fails, or whose answer is no JSON object, fails the whole; of the
/// steps that are hard dependencies the first, in their order, whose answer is an error is the
/// answer; else it is 200 and an object with the answers of all.
final class Gathering {

    private final List<Step> steps;
    private final Answer.@Nullable Whole[] answers;
    private final Promise<Answer> result = Promise.promise();
    private int looked;

    Gathering(List<Step> steps) {
        this.steps = steps;
        this.answers = new Answer.@Nullable Whole[steps.size()];
        look();
    }

    Future<Answer> answer() {
        return result.future();
    }

    boolean done() {
        return result.future().isComplete();
    }

    void fail(Throwable bug) {
        result.tryFail(bug);
    }

    void add(int number, Answer answer) {
        switch (answer) {
            case Answer.Whole whole when isObject(whole.message()) -> {
                answers[number] = whole;
                look();
            }
            case Answer.Whole _ ->
                    result.tryComplete(
                            new Answer.Failed(GraphFault.noObject(steps.get(number).title())));
            case Answer.Failed failed -> result.tryComplete(failed);
            case Answer.Passed _ ->
                    throw new IllegalStateException("A step of an ensemble is never the last");
        }
    }

    /// Goes on to the first step that has not answered.
    private void look() {
        while (looked < answers.length) {
            Answer.Whole answer = answers[looked];
            if (answer == null) {
                return;
            }
            if (steps.get(looked).hard() && !answer.successful()) {
                result.tryComplete(answer);
                return;
            }
            looked++;
        }
        if (!done()) {
            result.tryComplete(new Answer.Whole(200, Message.ofJson(merged())));
        }
    }

    /// The bodies as they came, so that no number loses a digit.
    private Buffer merged() {
        Map<String, Buffer> byName = new TreeMap<>();
        for (int i = 0; i < answers.length; i++) {
            String name = steps.get(i).name();
            Answer.Whole answer = answers[i];
            if (answer != null) {
                byName.put(name.isEmpty() ? Integer.toString(i) : name, answer.message().body());
            }
        }
        Buffer merged = Buffer.buffer("{");
        byName.forEach((name, body) -> {
            merged.appendString(merged.length() > 1 ? "," : "")
                    .appendString(TextNode.valueOf(name).toString())
                    .appendString(":")
                    .appendBuffer(body);
        });
        return merged.appendString("}");
    }

    /// Or null, which Go reads as an object without members.
    private static boolean isObject(Message message) {
        return message.json().filter(json -> json.isObject() || json.isNull()).isPresent();
    }
}
