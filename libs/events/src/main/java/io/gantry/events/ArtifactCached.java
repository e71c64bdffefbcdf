package io.gantry.events;

/// The artifact is whole and verified on the node.
///
/// @param path directory on the node that holds the files; never written to
/// @param sha256 digest of the file, or of the listing of all files ([ArtifactReference#sha256()])
/// @param millis how long download and verification took
public record ArtifactCached(
        String artifact,
        String node,
        String storageUri,
        long generation,
        String path,
        String sha256,
        long bytes,
        int files,
        long millis)
        implements ArtifactEvent {}
