package io.gantry.loader.verify;

import java.nio.ByteBuffer;
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
    private @Nullable MessageDigest other;
    private @Nullable CRC32C crc;

    /// @param expected what the source says; null when it says nothing
    /// @param size of the whole file; null when it is not known, and then no git blob id is checked
    public Digesting(@Nullable Checksum expected, @Nullable Long size) {
        this.expected = expected;
        this.size = size;
        reset();
    }

    public void update(byte[] bytes, int from, int count) {
        sha256.update(bytes, from, count);
        if (other != null) {
            other.update(bytes, from, count);
        }
        if (crc != null) {
            crc.update(bytes, from, count);
        }
    }

    /// Starts over.
    public void reset() {
        sha256.reset();
        other = null;
        crc = null;
        if (expected == null) {
            return;
        }
        switch (expected.algorithm()) {
            case SHA256 -> {}
            case MD5 -> other = digest("MD5");
            case CRC32C -> crc = new CRC32C();
            case GIT_BLOB -> {
                if (size != null) {
                    other = digest("SHA-1");
                    other.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
                }
            }
        }
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
        if (crc != null) {
            return HexFormat.of()
                    .formatHex(
                            ByteBuffer.allocate(Integer.BYTES)
                                    .putInt((int) crc.getValue())
                                    .array());
        }
        return other == null ? null : HexFormat.of().formatHex(other.digest());
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has " + algorithm, e);
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
