package io.gantry.proxy.forward;

import io.gantry.proxy.graph.Answer;
import io.gantry.proxy.graph.GraphFault;
import io.quarkus.vertx.http.runtime.filters.AbstractResponseWrapper;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/// What is answered into for the proxy itself, as if it were the client's response.
abstract class StepTarget extends AbstractResponseWrapper {

    private final String title;
    private final long startedNanos = System.nanoTime();
    private final Promise<Answer> answer = Promise.promise();
    private @Nullable Handler<Void> closeHandler;

    /// @param response gets what is not kept; null when everything is
    /// @param title who answers, in the words of faults
    StepTarget(@Nullable HttpServerResponse response, String title) {
        super(response);
        this.title = title;
    }

    final Future<Answer> answer() {
        return answer.future();
    }

    final String title() {
        return title;
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

    /// Nobody waits for it any more.
    final void abandon() {
        Handler<Void> handler = closeHandler;
        closeHandler = null;
        if (handler != null) {
            handler.handle(null);
        }
    }

    /// There is no answer, and whoever asked has none by that.
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
