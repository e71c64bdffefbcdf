package io.gantry.registry.kube;

import io.gantry.registry.resource.Range;
import io.gantry.registry.select.FieldSelectors;
import io.gantry.registry.select.LabelSelectors;
import io.gantry.registry.select.Selector;
import io.gantry.registry.select.SelectorReading;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which resources a client wants listed.
///
/// @param selective whether the selector leaves out any
/// @param limit how many at most; 0 for all
record ListRequest(
        Selector selector, boolean selective, Range.@Nullable Position after, int limit) {

    /// @throws StatusException when a parameter cannot be read
    static ListRequest of(MultivaluedMap<String, String> parameters) {
        String labels = text(parameters, "labelSelector");
        String fields = text(parameters, "fieldSelector");
        String next = text(parameters, "continue");
        return new ListRequest(
                selector("labelSelector", LabelSelectors.read(labels))
                        .and(selector("fieldSelector", FieldSelectors.read(fields))),
                !labels.isBlank() || !fields.isBlank(),
                next.isEmpty() ? null : position(next),
                limit(text(parameters, "limit")));
    }

    /// What to ask of the database, which knows no selectors.
    Range range(@Nullable String scope) {
        return new Range(scope, after, selective ? 0 : limit);
    }

    /// What the client gets.
    Range page(@Nullable String scope) {
        return new Range(scope, after, limit);
    }

    private static String text(MultivaluedMap<String, String> parameters, String name) {
        return String.join(",", parameters.getOrDefault(name, List.of()));
    }

    private static <S extends Selector> S selector(String name, SelectorReading<S> reading) {
        return switch (reading) {
            case SelectorReading.Read<S>(S selector) -> selector;
            case SelectorReading.Wrong<S>(String message) ->
                    throw Failures.badRequest(name + ": " + message);
        };
    }

    private static Range.Position position(String token) {
        return ContinueToken.read(token)
                .orElseThrow(() ->
                        Failures.badRequest(
                                "continue: \"%s\" is no token of a list; give metadata.continue of the list before, or leave it out to start anew"
                                        .formatted(token)));
    }

    private static int limit(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 0) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a negative number.
        }
        throw Failures.badRequest(
                "limit: \"%s\" is no whole number from 0; give how many resources a page may have, or 0 for all"
                        .formatted(text));
    }
}
