package io.gantry.registry.resource;

import org.jspecify.annotations.Nullable;

/// A wish to write a resource.
///
/// @param <R> the resource, typed or as a tree; a `resourceVersion` or `uid` in its metadata must
///   be the stored one's
/// @param manager whose the fields are that it changes; null when its `metadata.managedFields` says
///   already whose all are
public record Change<R>(R resource, Intent intent, @Nullable String manager) {

    /// What is to become of a resource that does or does not exist.
    public enum Intent {
        /// It must be new.
        CREATE,
        /// It must be there.
        REPLACE,
        /// It may be either.
        APPLY
    }
}
