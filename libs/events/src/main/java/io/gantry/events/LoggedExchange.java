package io.gantry.events;

import java.util.List;
import java.util.Map;

/// Which request and response logged payloads belong to. Its text form tells no headers: they may
/// be confidential.
///
/// @param id the `ce_id`: the request's id, the same for a request and its response
/// @param component `predictor`, `transformer` or `explainer`
/// @param endpoint the revision that served it, KServe's `endpoint`
/// @param metadata the request's headers that the service wants in its log, in lower case
/// @param annotations the service's annotations that it wants there
public record LoggedExchange(
        String id,
        String namespace,
        String name,
        String component,
        String endpoint,
        Map<String, List<String>> metadata,
        Map<String, String> annotations) {

    public LoggedExchange {
        metadata = Map.copyOf(metadata);
        annotations = Map.copyOf(annotations);
    }

    @Override
    public String toString() {
        return "LoggedExchange[%s, %s]".formatted(id, Keys.revision(namespace, name, endpoint));
    }
}
