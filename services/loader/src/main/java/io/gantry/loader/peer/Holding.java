package io.gantry.loader.peer;

import java.nio.file.Path;

/// What this loader has of a file that another asks for.
sealed interface Holding {

    /// It is on its way.
    ///
    /// @param size of all of it
    record Arriving(Path file, long size, UnderWay.Entry download) implements Holding {}

    /// All of it.
    record Cached(Path file, long size, String sha256) implements Holding {}

    /// Other files under the same name, or what was unpacked from it.
    record Different(String found) implements Holding {}

    /// The artifact is not known.
    record Nothing() implements Holding {}
}
