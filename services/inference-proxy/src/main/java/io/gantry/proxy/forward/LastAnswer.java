package io.gantry.proxy.forward;

import io.gantry.proxy.graph.Answer;
import io.gantry.proxy.graph.GraphFault;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/// The answer of the step that is the graph's: it passes to the client as it comes.
final class LastAnswer extends StepTarget {

    private static final long INTERNAL_ERROR = 0x2;

    LastAnswer(HttpServerResponse response, String title) {
        super(response, title);
    }

    @Override
    boolean begun() {
        return headWritten();
    }

    @Override
    void breakOff() {
        if (begun()) {
            reset(INTERNAL_ERROR);
        } else {
            fail(GraphFault.brokenOff(title()));
        }
    }

    /// Before the end, for in HTTP/2 that closes the stream, which would look as if the client were
    /// gone.
    private void passed() {
        complete(new Answer.Passed(getStatusCode()));
    }

    @Override
    public Future<Void> end() {
        passed();
        return super.end();
    }

    @Override
    public Future<Void> end(Buffer last) {
        passed();
        return super.end(last);
    }

    @Override
    public Future<Void> end(String last) {
        passed();
        return super.end(last);
    }

    @Override
    public boolean reset(long code) {
        passed();
        return super.reset(code);
    }
}
