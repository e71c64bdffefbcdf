package io.gantry.events;

import org.jspecify.annotations.Nullable;

/// The artifact is being downloaded.
///
/// @param bytesTotal null while the source has not told it
/// @param bytesPerSecond averaged over the last seconds
/// @param secondsLeft until it is here, if it goes on as fast; null while nobody can tell
public record ArtifactProgressed(
        String artifact,
        String node,
        String storageUri,
        long generation,
        long bytesDone,
        @Nullable Long bytesTotal,
        long bytesPerSecond,
        @Nullable Long secondsLeft)
        implements ArtifactEvent {

    /// With the time that is left by what is missing and how fast it comes.
    public ArtifactProgressed(
            String artifact,
            String node,
            String storageUri,
            long generation,
            long bytesDone,
            @Nullable Long bytesTotal,
            long bytesPerSecond) {
        this(
                artifact,
                node,
                storageUri,
                generation,
                bytesDone,
                bytesTotal,
                bytesPerSecond,
                secondsLeft(bytesDone, bytesTotal, bytesPerSecond));
    }

    private static @Nullable Long secondsLeft(long done, @Nullable Long total, long rate) {
        return total == null || rate <= 0 ? null : Math.ceilDiv(Math.max(0, total - done), rate);
    }
}
