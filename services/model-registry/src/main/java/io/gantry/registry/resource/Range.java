package io.gantry.registry.resource;

import org.jspecify.annotations.Nullable;

/// Which resources of a kind to list, in the order of their scopes and names.
///
/// @param scope the namespace or `_cluster`; null for all there are
/// @param after where the last list ended; null for the beginning
/// @param limit how many at most; 0 for all
public record Range(@Nullable String scope, @Nullable Position after, int limit) {

    /// All resources of a scope; of all scopes when that is null.
    public static Range all(@Nullable String scope) {
        return new Range(scope, null, 0);
    }

    /// Where the list starts behind; before everything at the beginning.
    public Position start() {
        return after == null ? new Position("", "") : after;
    }

    /// Where a resource stands among those of its kind.
    public record Position(String scope, String name) {}
}
