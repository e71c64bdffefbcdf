package io.gantry.bench.loader;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A program that downloads.
///
/// @param command what to run
/// @param environment beside the bench's own
/// @param onlyOneFile whether it downloads nothing but single files
record Downloader(
        String name, Command command, Map<String, String> environment, boolean onlyOneFile) {

    /// The words of a run.
    interface Command {
        List<String> download(Payload payload, Path destination);
    }

    boolean suits(Payload payload) {
        return !onlyOneFile || payload.files() == 1;
    }
}
