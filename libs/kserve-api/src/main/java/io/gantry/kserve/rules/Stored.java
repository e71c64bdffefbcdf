package io.gantry.kserve.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The resources that are stored already. A few rules compare with them: the priorities of runtimes
/// in one scope, the sources of caches, the node groups of caches.
@FunctionalInterface
public interface Stored {
    /// Where nothing is stored, or nobody asks.
    Stored NOTHING = (kind, namespace) -> List.of();

    /// All resources of a kind.
    ///
    /// @param namespace the one that they are in, or null for kinds that belong to the cluster
    Collection<ObjectNode> of(String kind, @Nullable String namespace);
}
