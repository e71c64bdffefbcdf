package io.gantry.events;

import org.jspecify.annotations.Nullable;

/// The artifact is being downloaded.
///
/// @param bytesTotal null while the source has not told it
/// @param bytesPerSecond averaged over the last seconds
public record ArtifactProgressed(
        String artifact,
        String node,
        String storageUri,
        long generation,
        long bytesDone,
        @Nullable Long bytesTotal,
        long bytesPerSecond)
        implements ArtifactEvent {}
