package io.gantry.proxy.forward;

import io.gantry.proxy.log.Recording;
import io.gantry.proxy.meter.TenantMeters;
import io.gantry.proxy.meter.TokenCounter;
import io.gantry.proxy.route.LogPolicy;
import io.gantry.proxy.route.Protocol;
import io.gantry.proxy.route.RevisionId;
import io.gantry.proxy.route.Target;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;

/// Sees the bytes of an exchange pass, for the inference log and for the meters. Where neither
/// wants them, it does nothing.
final class Witness {

    private final Exchange exchange;
    private final Call call;
    private final MultiMap requestHeaders;
    private final @Nullable Recording recording;
    private @Nullable TokenCounter tokens;

    Witness(Exchange exchange, Call call, MultiMap requestHeaders) {
        this.exchange = exchange;
        this.call = call;
        this.requestHeaders = requestHeaders;
        this.recording = record();
    }

    /// Null where nothing is logged.
    private @Nullable Recording record() {
        RevisionId serving = exchange.revision();
        if (serving == null || call.use() != Target.Use.WORK) {
            return null;
        }
        LogPolicy policy = call.service().logOf(serving);
        return policy == null
                ? null
                : exchange.around()
                        .log()
                        .begin(policy, serving, requestHeaders, call.requestId())
                        .orElse(null);
    }

    void request(Buffer bytes) {
        if (recording != null) {
            recording.request(bytes);
        }
    }

    void requestEnded() {
        if (recording != null) {
            recording.requestEnded(requestHeaders);
        }
    }

    void answerBegins(HttpClientResponse answer, boolean events) {
        Protocol protocol = call.protocol();
        if ((protocol == Protocol.OPENAI || protocol == Protocol.ANTHROPIC)
                && answer.statusCode() / 100 == 2) {
            tokens = new TokenCounter(events);
        }
    }

    void answer(Buffer bytes, long nanos) {
        if (recording != null) {
            recording.answer(bytes);
        }
        if (tokens != null) {
            tokens.feed(bytes.getBytes(), nanos);
        }
    }

    void answerEnded(HttpClientResponse answer) {
        count();
        String tenant = Ranks.tenant(requestHeaders);
        if (!tenant.isEmpty() && call.use() == Target.Use.WORK) {
            tenants().answered(call.service().namespace(), call.service().name(), tenant);
        }
        if (recording != null) {
            recording.answerEnded(answer.statusCode(), answer.headers());
        }
    }

    /// Before the answer was complete, or had begun.
    void brokeOff() {
        count();
        if (recording != null) {
            recording.abandon();
        }
    }

    private void count() {
        RevisionId serving = exchange.revision();
        TokenCounter counted = tokens;
        if (counted == null || serving == null) {
            return;
        }
        tokens = null;
        exchange.around().meters().of(serving).generated(counted, exchange.time().startedNanos());
        String tenant = Ranks.tenant(requestHeaders);
        if (!tenant.isEmpty()) {
            tenants().generated(call.service().namespace(), call.service().name(), tenant, counted);
        }
    }

    private TenantMeters tenants() {
        return exchange.around().tenants();
    }
}
