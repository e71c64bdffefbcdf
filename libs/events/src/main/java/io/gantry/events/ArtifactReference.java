package io.gantry.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A model's files at their source, and where the predictor expects them.
///
/// @param artifact id under which the loader caches it: the same source and checksum give the same
///   id everywhere
/// @param storageUri for example `s3://bucket/prefix`
/// @param sha256 expected digest in lower-case hex, or null: of the file when the source is one
///   file, else of the listing that `sha256sum` prints for all files, sorted by path
/// @param mountPath where the container sees the files, `/mnt/models` by default
public record ArtifactReference(
        String artifact, String storageUri, @Nullable String sha256, String mountPath) {

    public static final String DEFAULT_MOUNT_PATH = "/mnt/models";

    private static final int ID_BYTES = 8;

    public static ArtifactReference of(
            String storageUri, @Nullable String sha256, String mountPath) {
        return new ArtifactReference(idOf(storageUri, sha256), storageUri, sha256, mountPath);
    }

    /// 16 hex digits of the SHA-256 over the URI and, after a line feed, the expected digest if
    /// there is one.
    private static String idOf(String storageUri, @Nullable String sha256) {
        String identity = sha256 == null ? storageUri : storageUri + "\n" + sha256;
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(identity.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
