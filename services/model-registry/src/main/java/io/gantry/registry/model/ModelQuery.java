package io.gantry.registry.model;

import io.gantry.registry.resource.Range;
import io.gantry.registry.resource.Range.Position;
import org.jspecify.annotations.Nullable;

/// Which models a client wants listed.
final class ModelQuery {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;

    private ModelQuery() {}

    /// @param after `namespace/name` of the model behind which the list starts
    static Range range(@Nullable String namespace, @Nullable String after, @Nullable String limit) {
        return new Range(
                namespace == null || namespace.isEmpty() ? null : namespace,
                after == null || after.isEmpty() ? null : position(after),
                limit == null || limit.isEmpty() ? DEFAULT_LIMIT : limit(limit));
    }

    static String next(Position position) {
        return position.scope() + "/" + position.name();
    }

    /// The id behind which a list of events starts; 0 for the beginning.
    static long id(@Nullable String after) {
        if (after == null || after.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw ModelProblems.parameter(
                    "after", "is \"%s\"; give the id of the last event you have".formatted(after));
        }
    }

    private static Position position(String after) {
        int slash = after.indexOf('/');
        if (slash <= 0 || slash == after.length() - 1) {
            throw ModelProblems.parameter(
                    "after",
                    "is \"%s\"; give namespace/name of the last model you have".formatted(after));
        }
        return new Position(after.substring(0, slash), after.substring(slash + 1));
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of bounds.
        }
        throw ModelProblems.parameter(
                "limit", "is \"%s\"; give a whole number from 1 to %d".formatted(text, MAX_LIMIT));
    }
}
