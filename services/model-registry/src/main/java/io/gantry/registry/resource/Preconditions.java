package io.gantry.registry.resource;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a resource must be for a change or a deletion of it to be made.
///
/// @param uid null for whatever there is
/// @param resourceVersion null for whatever there is
public record Preconditions(@Nullable String uid, @Nullable String resourceVersion) {

    /// Whatever there is.
    public static Preconditions none() {
        return new Preconditions(null, null);
    }

    /// How the resource differs from what was expected; empty when it does not.
    public Optional<Difference> difference(Identity found) {
        return differing("uid", uid, found.uid().toString())
                .or(() ->
                        differing(
                                "resourceVersion",
                                resourceVersion,
                                Long.toString(found.version())));
    }

    private static Optional<Difference> differing(
            String field, @Nullable String given, String found) {
        return given == null || given.isEmpty() || given.equals(found)
                ? Optional.empty()
                : Optional.of(new Difference(field, given, found));
    }

    /// @param field the field of the metadata that differs
    public record Difference(String field, String given, String found) {}
}
