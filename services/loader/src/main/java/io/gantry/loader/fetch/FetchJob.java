package io.gantry.loader.fetch;

import io.gantry.loader.outcome.LoadFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// All files of one artifact, on their way.
///
/// @param directory where they are written to; exists
/// @param onWriteFailure tells what it means that a file cannot be written there
public record FetchJob(
        Location location,
        Source source,
        List<RemoteFile> files,
        Path directory,
        Progress progress,
        Function<IOException, LoadFailedException> onWriteFailure) {

    public FetchJob {
        files = List.copyOf(files);
    }

    StorageUri uri() {
        return location.uri();
    }
}
