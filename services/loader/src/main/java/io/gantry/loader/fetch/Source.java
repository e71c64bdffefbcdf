package io.gantry.loader.fetch;

import io.gantry.loader.outcome.LoadFailedException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A kind of storage that models are read from. Safe for use by several threads; blocks, and stops
/// with any exception when its thread is interrupted.
public interface Source extends AutoCloseable {

    /// Whether a URI leads to this kind of storage.
    boolean handles(StorageUri uri);

    /// What its URIs look like, for people, for example `s3://bucket/prefix`.
    String form();

    /// The files at a location; never empty.
    List<RemoteFile> list(Location location) throws LoadFailedException;

    /// Opens the bytes of a file from the start of a range; they may go on behind its end. Closing
    /// early does not read the rest. Where reading fails for a reason that the source has, the
    /// cause of the [java.io.IOException] is the [LoadFailedException].
    ///
    /// @throws LoadFailedException also when the file is no longer of the listed version
    InputStream open(Location location, RemoteFile file, Range range) throws LoadFailedException;

    /// Where the files are on this node already, to be used as they are; empty when they have to be
    /// brought here.
    default Optional<Path> inPlace(Location location) throws LoadFailedException {
        return Optional.empty();
    }

    /// Whether a file's listed checksum is what it looks like; asked only when the bytes that came
    /// do not match it.
    default boolean vouchesFor(Location location, RemoteFile file) throws LoadFailedException {
        return true;
    }

    @Override
    default void close() {}
}
