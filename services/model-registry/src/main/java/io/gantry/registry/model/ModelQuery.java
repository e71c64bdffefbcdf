package io.gantry.registry.model;

import io.gantry.events.Revision;
import io.gantry.registry.resource.Filter;
import io.gantry.registry.resource.Range;
import io.gantry.registry.resource.Range.Position;
import io.gantry.registry.select.LabelRequirement;
import io.gantry.registry.select.LabelSelector;
import io.gantry.registry.select.LabelSelectors;
import io.gantry.registry.select.SelectorReading;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which models, revisions or runtimes a client wants listed.
final class ModelQuery {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;

    private ModelQuery() {}

    /// @param after `namespace/name` of the model behind which the list starts
    static Range range(@Nullable String namespace, @Nullable String after, @Nullable String limit) {
        return new Range(
                namespace == null || namespace.isEmpty() ? null : namespace,
                after == null || after.isEmpty() ? null : position(after),
                size(limit));
    }

    /// @param labels a label selector
    /// @param ready true or false
    static Filter filter(@Nullable String search, @Nullable String labels, @Nullable String ready) {
        return new Filter(
                search == null ? "" : search,
                labels == null ? List.of() : requirements(labels),
                ready == null || ready.isEmpty() ? Optional.empty() : Optional.of(flag(ready)));
    }

    /// The number below which a page of revisions begins.
    ///
    /// @param after name of a revision, which need not be kept any more
    static int below(@Nullable String after, String service) {
        if (after == null || after.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        String digits =
                after.startsWith(service + "-") ? after.substring(service.length() + 1) : "";
        if (!digits.matches("\\d{5,9}")) {
            throw ModelProblems.parameter(
                    "after",
                    "is \"%s\"; give the name of the last revision you have, as %s"
                            .formatted(after, Revision.nameOf(service, 1)));
        }
        return Integer.parseInt(digits);
    }

    /// How many a page is to have.
    static int size(@Nullable String limit) {
        return limit == null || limit.isEmpty() ? DEFAULT_LIMIT : limit(limit);
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

    private static List<LabelRequirement> requirements(String labels) {
        return switch (LabelSelectors.read(labels)) {
            case SelectorReading.Read<LabelSelector>(LabelSelector selector) ->
                    selector.requirements();
            case SelectorReading.Wrong<LabelSelector>(String message) ->
                    throw ModelProblems.parameter("labels", message);
        };
    }

    private static boolean flag(String ready) {
        return switch (ready) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw ModelProblems.parameter(
                            "ready", "is \"%s\"; give true or false".formatted(ready));
        };
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
