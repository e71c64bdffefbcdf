package io.gantry.loader.verify;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Hashes a file's bytes as they come: always by SHA-256, and besides by what its source compares
/// with.
public final class Digesting {

    private final MessageDigest sha256 = Sha256.newDigest();
    private final @Nullable Checksum expected;
    private final @Nullable Long size;
    private @Nullable Other other;

    /// @param expected what the source says; null when it says nothing
    /// @param size of the whole file; null when it is not known, and then no git blob id is checked
    public Digesting(@Nullable Checksum expected, @Nullable Long size) {
        this.expected = expected;
        this.size = size;
        reset();
    }

    public void update(byte[] bytes, int from, int count) {
        updateSha256(bytes, from, count);
        updateOther(bytes, from, count);
    }

    /// The first half of an update; both may be done at the same time.
    public void updateSha256(byte[] bytes, int from, int count) {
        sha256.update(bytes, from, count);
    }

    /// The second half.
    public void updateOther(byte[] bytes, int from, int count) {
        if (other != null) {
            other.update(bytes, from, count);
        }
    }

    /// Whether there is something to do for the second half.
    public boolean hasOther() {
        return other != null;
    }

    /// Starts over.
    public void reset() {
        sha256.reset();
        other = expected == null ? null : other(expected);
    }

    private @Nullable Other other(Checksum wanted) {
        return switch (wanted.algorithm()) {
            case SHA256 -> null;
            case MD5 -> Other.of(digest("MD5"));
            case MD5_OF_PARTS -> new PartsMd5(wanted.partSize());
            case CRC32C -> Other.of(new CRC32C(), 2 * Integer.BYTES);
            case CRC64_NVME -> Other.of(new Crc64Nvme(), 2 * Long.BYTES);
            case GIT_BLOB -> size == null ? null : gitBlob(size);
        };
    }

    private static Other gitBlob(long size) {
        Other blob = Other.of(digest("SHA-1"));
        byte[] header = ("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII);
        blob.update(header, 0, header.length);
        return blob;
    }

    /// Ends it.
    public Result end() {
        String hex = Sha256.hex(sha256);
        return new Result(hex, expected == null ? null : actual(expected, hex), expected);
    }

    private @Nullable String actual(Checksum wanted, String sha256Hex) {
        if (wanted.algorithm() == Checksum.Algorithm.SHA256) {
            return sha256Hex;
        }
        return other == null ? null : other.hex();
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has " + algorithm, e);
        }
    }

    /// What a source compares with, beside the SHA-256; of one file, and not used again.
    interface Other {

        void update(byte[] bytes, int from, int count);

        String hex();

        static Other of(MessageDigest digest) {
            return new Other() {
                @Override
                public void update(byte[] bytes, int from, int count) {
                    digest.update(bytes, from, count);
                }

                @Override
                public String hex() {
                    return HexFormat.of().formatHex(digest.digest());
                }
            };
        }

        static Other of(java.util.zip.Checksum sum, int digits) {
            return new Other() {
                @Override
                public void update(byte[] bytes, int from, int count) {
                    sum.update(bytes, from, count);
                }

                @Override
                public String hex() {
                    return HexFormat.of().toHexDigits(sum.getValue(), digits);
                }
            };
        }
    }

    /// What came out.
    ///
    /// @param actual in the algorithm of what the source says; null when that was not computed
    public record Result(String sha256, @Nullable String actual, @Nullable Checksum expected) {

        /// What differs from what the source says, if anything.
        public Optional<String> fault() {
            return expected == null || actual == null || actual.equals(expected.hex())
                    ? Optional.empty()
                    : Optional.of(
                            "its %s is %s, the source says %s"
                                    .formatted(expected.algorithm(), actual, expected.hex()));
        }
    }
}
