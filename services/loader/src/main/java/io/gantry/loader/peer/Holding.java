package io.gantry.loader.peer;

import java.nio.file.Path;
import java.util.Optional;

/// What this loader has of a file that another asks for.
sealed interface Holding {

    /// Some of it, or all.
    sealed interface Here extends Holding {

        Path file();

        /// Of all of it.
        long size();

        /// The SHA-256 of some bytes when they came; empty when nobody took it.
        Optional<byte[]> asItCame(PieceRange range);

        /// The SHA-256 of all of it, in hex; empty while it comes.
        Optional<String> whole();
    }

    /// It is on its way.
    record Arriving(Path file, long size, String path, UnderWay.Entry download) implements Here {

        @Override
        public Optional<byte[]> asItCame(PieceRange range) {
            return download.pieces().of(path, range.from(), range.to(), size);
        }

        @Override
        public Optional<String> whole() {
            return Optional.empty();
        }
    }

    /// All of it.
    record Cached(Path file, long size, String sha256) implements Here {

        @Override
        public Optional<byte[]> asItCame(PieceRange range) {
            return Optional.empty();
        }

        @Override
        public Optional<String> whole() {
            return Optional.of(sha256);
        }
    }

    /// Other files under the same name, or what was unpacked from it.
    record Different(String found) implements Holding {}

    /// The artifact is for other nodes.
    record Elsewhere() implements Holding {}

    /// The artifact is not known.
    record Nothing() implements Holding {}
}
