package io.gantry.kserve.api;

import org.jspecify.annotations.Nullable;

/// What all resources of KServe's API have: a type, and metadata.
public sealed interface KServeResource permits InferenceService, ServingRuntime {

    @Nullable String apiVersion();

    @Nullable String kind();

    @Nullable ObjectMeta metadata();

    /// The name, or the empty string where a manifest has none (validation rejects that).
    default String name() {
        ObjectMeta metadata = metadata();
        return metadata == null || metadata.name() == null ? "" : metadata.name();
    }

    /// The namespace; null for what belongs to the cluster or where the manifest leaves it to the
    /// caller.
    default @Nullable String namespace() {
        ObjectMeta metadata = metadata();
        return metadata == null ? null : metadata.namespace();
    }
}
