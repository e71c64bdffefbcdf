package io.gantry.registry.publish;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps the trace of a request with its event until that is published.
final class Traces {

    private static final String TRACEPARENT = "traceparent";
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<String> GETTER =
            new TextMapGetter<>() {
                @Override
                public Iterable<String> keys(String traceparent) {
                    return List.of(TRACEPARENT);
                }

                @Override
                public @Nullable String get(@Nullable String traceparent, String key) {
                    return key.equals(TRACEPARENT) ? traceparent : null;
                }
            };

    private Traces() {}

    /// The current trace as a W3C `traceparent`; null outside of any.
    static @Nullable String current() {
        Map<String, String> headers = new HashMap<>();
        W3C.inject(Context.current(), headers, (carrier, name, value) -> headers.put(name, value));
        return headers.get(TRACEPARENT);
    }

    static Context of(@Nullable String traceparent) {
        return traceparent == null
                ? Context.root()
                : W3C.extract(Context.root(), traceparent, GETTER);
    }
}
