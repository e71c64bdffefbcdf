package io.gantry.registry.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// A resource as the registry has it.
public interface Stored {

    /// As it was written, with the metadata that the registry fills in, without a status.
    ObjectNode tree();
}
