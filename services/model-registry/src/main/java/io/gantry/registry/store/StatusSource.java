package io.gantry.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/// Who knows what is observed of resources of some kinds.
public interface StatusSource {

    /// The kinds that it knows of.
    Set<String> kinds();

    /// The resource's status by what is known now. Never blocks.
    ObjectNode status(StoredResource resource);
}
