package io.gantry.events;

/// The node no longer holds the artifact.
public record ArtifactEvicted(String artifact, String node, String storageUri, long generation)
        implements ArtifactEvent {

    @Override
    public boolean removal() {
        return true;
    }
}
