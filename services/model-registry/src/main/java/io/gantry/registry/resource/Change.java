package io.gantry.registry.resource;

/// A wish to write a resource.
///
/// @param <R> the resource, typed or as a tree; a `resourceVersion` or `uid` in its metadata must
///   be the stored one's
public record Change<R>(R resource, Intent intent) {

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
