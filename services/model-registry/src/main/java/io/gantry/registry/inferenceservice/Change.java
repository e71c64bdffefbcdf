package io.gantry.registry.inferenceservice;

import io.gantry.kserve.api.InferenceService;

/// A wish to write an InferenceService.
///
/// @param resource with its namespace; a `resourceVersion` or `uid` in its metadata must be the
///   stored one's
public record Change(InferenceService resource, Intent intent) {

    /// What is to become of a service that does or does not exist.
    public enum Intent {
        /// It must be new.
        CREATE,
        /// It must be there.
        REPLACE,
        /// It may be either.
        APPLY
    }

    ServiceKey key() {
        return new ServiceKey(String.valueOf(resource.namespace()), resource.name());
    }
}
