package io.gantry.loader.verify;

import java.util.Locale;

/// What a source says a file's bytes come to.
///
/// @param hex in lower case
/// @param partSize of [Algorithm#MD5_OF_PARTS], in bytes; 0 for all others
public record Checksum(Algorithm algorithm, String hex, long partSize) {

    public Checksum {
        hex = hex.toLowerCase(Locale.ROOT);
    }

    public Checksum(Algorithm algorithm, String hex) {
        this(algorithm, hex, 0);
    }

    public enum Algorithm {
        SHA256("SHA-256"),
        MD5("MD5"),
        /// The MD5 of the MD5s of parts of one size, a hyphen, and how many there are.
        MD5_OF_PARTS("MD5 of parts"),
        /// CRC-32 with Castagnoli's polynomial, four bytes, most significant first.
        CRC32C("CRC32C"),
        /// CRC-64 of NVM Express, eight bytes, most significant first.
        CRC64_NVME("CRC64NVME"),
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
