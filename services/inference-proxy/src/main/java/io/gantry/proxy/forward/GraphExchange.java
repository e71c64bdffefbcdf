package io.gantry.proxy.forward;

import io.gantry.graph.Step;
import io.gantry.graph.Target;
import io.gantry.proxy.graph.Answer;
import io.gantry.proxy.graph.GraphFault;
import io.gantry.proxy.graph.GraphRoute;
import io.gantry.proxy.graph.GraphRun;
import io.gantry.proxy.graph.Message;
import io.gantry.proxy.graph.Steps;
import io.gantry.proxy.meter.Outcome;
import io.quarkus.logging.Log;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// One request to a graph, from its first byte to its last: reads it whole, lets its steps be
/// asked, and answers with what they make of it.
final class GraphExchange implements Timed, Steps {

    private static final int MAX_HOPS = 16;

    private final GraphEntry entry;
    private final Loop loop;
    private final HttpServerRequest request;
    private final GraphRoute route;
    private final String requestId;
    private final Duration timeLimit;
    private final long startedNanos = System.nanoTime();
    private final Set<StepTarget> open = new LinkedHashSet<>();
    private final Holding holding;
    private Buffer body = Buffer.buffer();
    private boolean whole;
    private boolean done;

    GraphExchange(GraphEntry entry, Loop loop, HttpServerRequest request, GraphRoute route) {
        this.entry = entry;
        this.loop = loop;
        this.holding = loop.holding();
        this.request = request;
        this.route = route;
        this.requestId = RequestHeaders.requestId(request);
        Duration own = route.graph().timeLimit();
        this.timeLimit = own == null ? entry.requestTimeout() : own;
    }

    void start() {
        loop.add(this);
        request.response().closeHandler(_ -> clientGone());
        request.handler(this::take);
        request.endHandler(_ -> run());
        if (StepHeaders.hops(request.headers()) >= MAX_HOPS) {
            refuse(GraphFault.tooManyHops(MAX_HOPS));
            return;
        }
        // Before the client sends what nobody would take.
        take(RequestHeaders.contentLength(request.headers()));
        if (!done && "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        request.resume();
    }

    private void take(Buffer bytes) {
        take(body.length() + (long) bytes.length());
        if (!done && !holding.take(bytes.length())) {
            refuse(GraphFault.noRoom());
        }
        if (!done) {
            body.appendBuffer(bytes);
        }
    }

    private void take(long length) {
        if (!done && length > entry.maxBody()) {
            refuse(GraphFault.requestTooLarge(entry.maxBody()));
        }
    }

    private void run() {
        if (done) {
            return;
        }
        whole = true;
        Message message =
                new Message(
                        body,
                        request.getHeader(HttpHeaders.CONTENT_TYPE),
                        request.getHeader(HttpHeaders.CONTENT_ENCODING));
        GraphRun run =
                new GraphRun(
                        route.graph(), this, bound -> ThreadLocalRandom.current().nextInt(bound));
        Future.succeededFuture().compose(_ -> run.of(message)).onComplete(this::answer, this::bug);
    }

    @Override
    public Future<Answer> ask(Step step, Message message, boolean last) {
        if (done) {
            return Promise.<Answer>promise().future();
        }
        StepTarget target =
                last
                        ? new LastAnswer(request.response(), step.title())
                        : new HeldAnswer(step.title(), entry.maxBody(), holding);
        open.add(target);
        target.answer().onComplete(_ -> open.remove(target));
        switch (step.target()) {
            case Target.OfService(String name) -> askService(name, message, target, last);
            case Target.OfUrl(URI url) -> askUrl(url, message, target);
            case Target.OfNode _, Target.Unusable _ ->
                    throw new IllegalArgumentException("Only services and addresses are asked");
        }
        return target.answer();
    }

    private void askService(String name, Message message, StepTarget target, boolean last) {
        var headers = StepHeaders.toService(request.headers(), requestId, message, last);
        entry.ask(
                route.namespace(),
                name,
                path -> new StepRequest(request, path, null, headers, target),
                message.body());
    }

    private void askUrl(URI url, Message message, StepTarget target) {
        if (!entry.allows(url)) {
            target.fail(GraphFault.forbidden(target.title(), url.getHost()));
            return;
        }
        var headers =
                StepHeaders.toUrl(request.headers(), requestId, message, entry.passedHeaders());
        new UrlCall(loop, target).post(url, headers, message.body(), entry.streamIdleTimeout());
    }

    private void answer(Answer answer) {
        switch (answer) {
            case Answer.Passed(int status) -> finish(status);
            case Answer.Failed(GraphFault fault) -> refuse(fault);
            case Answer.Whole(int status, Message message) -> {
                HttpServerResponse response = request.response();
                if (message.contentEncoding() != null) {
                    response.putHeader(HttpHeaders.CONTENT_ENCODING, message.contentEncoding());
                }
                respond(status, message.contentType(), message.body());
            }
        }
    }

    private void bug(Throwable bug) {
        Log.errorf(bug, "A graph failed namespace=%s name=%s", route.namespace(), route.name());
        refuse(GraphFault.internal());
    }

    private void refuse(GraphFault fault) {
        // The client may send on for long, for nobody.
        body = Buffer.buffer();
        if (!done && fault.status() == 503) {
            request.response()
                    .putHeader(
                            HttpHeaders.RETRY_AFTER,
                            Long.toString(Math.max(1, entry.retryAfter().toSeconds())));
        }
        respond(fault.status(), "application/json", fault.body());
    }

    private void respond(int status, String contentType, Buffer answer) {
        if (!done) {
            // First the end, for writing the answer may call the close handler.
            finish(status);
            entry.answers().send(request, requestId, status, contentType, answer);
        }
    }

    private void clientGone() {
        if (!done) {
            finish(Outcome.CLIENT_GONE);
        }
    }

    /// Whatever is still asked is asked for nobody.
    private void finish(int status) {
        if (!done) {
            done = true;
            loop.remove(this);
            List.copyOf(open).forEach(StepTarget::abandon);
            holding.release();
            entry.count(route, status, System.nanoTime() - startedNanos);
        }
    }

    private boolean answering() {
        return request.response().headWritten();
    }

    @Override
    public void tick(long nanos) {
        Duration most = route.graph().stepTimeout();
        if (most != null) {
            List.copyOf(open).stream()
                    .filter(step -> !step.begun())
                    .filter(step -> nanos - step.startedNanos() > most.toNanos())
                    .forEach(step -> step.fail(GraphFault.stepTooSlow(step.title(), most)));
        }
        if (!answering() && nanos - startedNanos > timeLimit.toNanos()) {
            refuse(whole ? GraphFault.tooSlow(timeLimit) : GraphFault.requestTooSlow(timeLimit));
        }
    }

    @Override
    public void cutShort() {
        if (!answering()) {
            refuse(GraphFault.shuttingDown());
        }
    }
}
