package io.gantry.registry.resource;

import io.gantry.kserve.api.KServeResource;

/// A resource as the registry has it.
public interface Stored<R extends KServeResource> {

    /// As it was written, with the metadata that the registry fills in, without a status.
    R resource();
}
