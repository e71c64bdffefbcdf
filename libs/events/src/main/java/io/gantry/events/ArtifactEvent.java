package io.gantry.events;

/// What one node's cache holds of one artifact.
public sealed interface ArtifactEvent extends StateEvent
        permits ArtifactProgressed, ArtifactCached, ArtifactFailed, ArtifactEvicted {

    String artifact();

    /// The node whose loader writes this.
    String node();

    String storageUri();

    @Override
    default Topic topic() {
        return Topic.ARTIFACTS;
    }

    @Override
    default String key() {
        return Keys.artifact(artifact(), node());
    }

    @Override
    default boolean removal() {
        return false;
    }
}
