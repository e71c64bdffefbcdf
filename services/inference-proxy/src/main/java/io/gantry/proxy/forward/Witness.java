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

/// Sees the bytes of a request and its answer pass, for the inference log and for the meters. Where
/// neither wants them, or another proxy counts the request, it does nothing.
final class Witness {

    private final Errand errand;
    private final Call call;
    private final MultiMap requestHeaders;
    private final @Nullable Recording recording;
    private @Nullable TokenCounter tokens;

    Witness(Errand errand, Call call, MultiMap requestHeaders) {
        this.errand = errand;
        this.call = call;
        this.requestHeaders = requestHeaders;
        this.recording = record();
    }

    /// Null where nothing is logged.
    private @Nullable Recording record() {
        RevisionId serving = errand.revision();
        if (serving == null || call.use() != Target.Use.WORK) {
            return null;
        }
        LogPolicy policy = call.service().logOf(serving, call.entry());
        return policy == null
                ? null
                : errand.around()
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
                && errand.revision() != null
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
        if (!tenant.isEmpty() && errand.revision() != null && call.use() == Target.Use.WORK) {
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
        RevisionId serving = errand.revision();
        TokenCounter counted = tokens;
        if (counted == null || serving == null) {
            return;
        }
        tokens = null;
        errand.around().meters().of(serving).generated(counted, errand.time().startedNanos());
        String tenant = Ranks.tenant(requestHeaders);
        if (!tenant.isEmpty()) {
            tenants().generated(call.service().namespace(), call.service().name(), tenant, counted);
        }
    }

    private TenantMeters tenants() {
        return errand.around().tenants();
    }
}
