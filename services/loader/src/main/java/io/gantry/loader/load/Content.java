package io.gantry.loader.load;

import io.gantry.loader.verify.VerifiedFile;
import java.nio.file.Path;
import java.util.List;

/// What an artifact consists of, as a predictor is to see it.
///
/// @param directory that the files' paths are relative to
record Content(Path directory, List<VerifiedFile> files) {

    Content {
        files = List.copyOf(files);
    }
}
