package io.gantry.registry.resource;

import io.gantry.kserve.api.KServeResource;

/// A wish to write a resource.
///
/// @param resource with its namespace, unless it belongs to the cluster; a `resourceVersion` or
///   `uid` in its metadata must be the stored one's
public record Change<R extends KServeResource>(R resource, Intent intent) {

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
