package io.gantry.registry.runtime;

import io.gantry.kserve.api.ServingRuntime;
import io.gantry.registry.resource.Stored;

/// A runtime as the registry has it.
///
/// @param resource as it was written, with the metadata that the registry fills in
public record StoredRuntime(RuntimeKey key, ServingRuntime resource)
        implements Stored<ServingRuntime> {}
