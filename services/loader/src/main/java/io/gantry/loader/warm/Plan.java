package io.gantry.loader.warm;

import io.gantry.events.ArtifactReference;
import java.util.List;
import java.util.Map;

/// What this node is to do.
///
/// @param kept by artifact id: what some revision refers to, anywhere, and what this node is to
///   keep for a cache; it is not evicted
/// @param loaded by artifact id: of those, what this node loads if it does not have it
/// @param unplaced revisions that can run on none of the nodes that there are
public record Plan(
        Map<String, ArtifactReference> kept,
        Map<String, ArtifactReference> loaded,
        List<Unplaced> unplaced) {

    public Plan {
        kept = Map.copyOf(kept);
        loaded = Map.copyOf(loaded);
        unplaced = List.copyOf(unplaced);
    }

    /// @param revision namespace, service and revision
    /// @param needs what no node offers, for people
    public record Unplaced(String revision, String needs) {}
}
