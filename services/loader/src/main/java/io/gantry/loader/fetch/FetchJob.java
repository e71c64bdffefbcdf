package io.gantry.loader.fetch;

import io.gantry.loader.outcome.LoadFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// All files of one artifact, on their way.
///
/// @param directory where they are written to; exists
/// @param known finds on this node what a file's listed SHA-256 and size describe
/// @param onWriteFailure tells what it means that a file cannot be written there
public record FetchJob(
        Location location,
        Source source,
        List<RemoteFile> files,
        Path directory,
        Progress progress,
        KnownContents known,
        Function<IOException, LoadFailedException> onWriteFailure) {

    public FetchJob {
        files = List.copyOf(files);
    }

    /// Finds contents that are on this node already.
    @FunctionalInterface
    public interface KnownContents {

        Optional<Path> find(String sha256, long size) throws LoadFailedException;
    }

    /// The same, from another source.
    public FetchJob from(Source other) {
        return new FetchJob(location, other, files, directory, progress, known, onWriteFailure);
    }

    StorageUri uri() {
        return location.uri();
    }
}
