package io.gantry.proxy.forward;

import io.gantry.graph.Step;
import io.gantry.proxy.graph.Answer;
import io.gantry.proxy.graph.GraphFault;
import io.quarkus.vertx.http.runtime.filters.AbstractResponseWrapper;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/// What a step of a graph answers into, as if it were the client's response.
abstract class StepTarget extends AbstractResponseWrapper {

    private final Step step;
    private final long startedNanos = System.nanoTime();
    private final Promise<Answer> answer = Promise.promise();
    private @Nullable Handler<Void> closeHandler;

    /// @param response gets what is not kept; null when everything is
    StepTarget(@Nullable HttpServerResponse response, Step step) {
        super(response);
        this.step = step;
    }

    final Future<Answer> answer() {
        return answer.future();
    }

    final String title() {
        return step.title();
    }

    final long startedNanos() {
        return startedNanos;
    }

    /// Whether the client has seen some of it.
    abstract boolean begun();

    /// The answer ends in its middle.
    abstract void breakOff();

    final void complete(Answer with) {
        answer.tryComplete(with);
    }

    /// Nobody waits for the step any more.
    final void abandon() {
        Handler<Void> handler = closeHandler;
        closeHandler = null;
        if (handler != null) {
            handler.handle(null);
        }
    }

    /// The step has no answer, and the graph none by that.
    final void fail(GraphFault fault) {
        abandon();
        complete(new Answer.Failed(fault));
    }

    @Override
    public final HttpServerResponse closeHandler(@Nullable Handler<Void> handler) {
        closeHandler = handler;
        return this;
    }
}
