package io.gantry.proxy.log;

import io.gantry.events.InferenceLogEvent;
import io.gantry.events.InferenceRequestLogged;
import io.gantry.events.InferenceResponseLogged;
import io.gantry.events.LoggedExchange;
import io.gantry.events.Payload;
import io.gantry.proxy.route.LogPolicy;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// One exchange that is logged. For one thread; whoever begins one ends it.
public final class Recording {

    private final InferenceLog log;
    private final LoggedExchange exchange;
    private final LogPolicy policy;
    private @Nullable Body request;
    private @Nullable Body answer;

    /// @param most bytes of each body
    Recording(InferenceLog log, LoggedExchange exchange, LogPolicy policy, int most) {
        this.log = log;
        this.exchange = exchange;
        this.policy = policy;
        this.request = policy.requests() ? new Body(most) : null;
        this.answer = policy.answers() ? new Body(most) : null;
    }

    /// Some more of the request's body.
    public void request(Buffer bytes) {
        request = added(request, bytes);
    }

    /// The request's body is complete.
    public void requestEnded(MultiMap headers) {
        publish(request, headers, InferenceRequestLogged::new);
        request = null;
    }

    /// Some more of the answer's body.
    public void answer(Buffer bytes) {
        answer = added(answer, bytes);
    }

    /// The answer's body is complete. As with KServe, errors are not logged.
    public void answerEnded(int status, MultiMap headers) {
        if (status / 100 == 2) {
            publish(answer, headers, InferenceResponseLogged::new);
            answer = null;
        }
        abandon();
    }

    /// Nothing more will come: what is not complete is not logged.
    public void abandon() {
        giveUp(request);
        giveUp(answer);
        request = null;
        answer = null;
    }

    private @Nullable Body added(@Nullable Body body, Buffer bytes) {
        if (body == null) {
            return null;
        }
        if (!log.budget().take(body.wanted(bytes))) {
            log.dropped();
            giveUp(body);
            return null;
        }
        body.add(bytes);
        return body;
    }

    private void giveUp(@Nullable Body body) {
        if (body != null) {
            log.budget().giveBack(body.kept());
        }
    }

    private void publish(
            @Nullable Body body,
            MultiMap headers,
            BiFunction<LoggedExchange, Payload, InferenceLogEvent> event) {
        if (body != null) {
            String type = headers.get("Content-Type");
            Payload payload =
                    new Payload(
                            type == null ? "application/octet-stream" : type,
                            headers.get("Content-Encoding"),
                            body.bytes(),
                            body.size());
            log.publish(event.apply(exchange, payload), body.kept(), policy.sink());
        }
    }
}
