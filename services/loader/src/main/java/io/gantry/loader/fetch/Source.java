package io.gantry.loader.fetch;

import io.gantry.loader.outcome.LoadFailedException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;

/// A kind of storage that models are read from. Safe for use by several threads; blocks, and stops
/// with any exception when its thread is interrupted.
public interface Source {

    /// The URI schemes that belong to it, in lower case.
    Set<String> schemes();

    /// The files under a URI; never empty.
    List<RemoteFile> list(StorageUri uri) throws LoadFailedException;

    /// Opens the bytes of a file from the start of a range; they may go on behind its end. Closing
    /// early does not read the rest.
    ///
    /// @throws LoadFailedException also when the file is no longer of the listed version
    InputStream open(StorageUri uri, RemoteFile file, Range range) throws LoadFailedException;
}
