package io.gantry.loader.verify;

import java.util.Locale;

/// What a source says a file's bytes come to.
///
/// @param hex in lower case
public record Checksum(Algorithm algorithm, String hex) {

    public Checksum {
        hex = hex.toLowerCase(Locale.ROOT);
    }

    public enum Algorithm {
        SHA256("SHA-256"),
        MD5("MD5"),
        /// CRC-32 with Castagnoli's polynomial, four bytes, most significant first.
        CRC32C("CRC32C"),
        /// Git's name of a blob: the SHA-1 of `blob`, a space, the size in digits, a zero byte, and
        /// the content.
        GIT_BLOB("git blob id");

        private final String words;

        Algorithm(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }
}
