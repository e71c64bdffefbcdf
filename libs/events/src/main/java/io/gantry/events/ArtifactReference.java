package io.gantry.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A model's files at their source, and where the predictor expects them.
///
/// @param artifact id under which the loader caches it: the same source, checksum and credentials
///   give the same id everywhere
/// @param storageUri for example `s3://bucket/prefix`
/// @param sha256 expected digest in lower-case hex, or null: of the file when the source is one
///   file, else of the listing that `sha256sum` prints for all files, sorted by path
/// @param mountPath where the container sees the files, `/mnt/models` by default
/// @param credentials whose secrets open the source; null for the loader's own
public record ArtifactReference(
        String artifact,
        String storageUri,
        @Nullable String sha256,
        String mountPath,
        @Nullable CredentialsReference credentials) {

    public static final String DEFAULT_MOUNT_PATH = "/mnt/models";

    private static final int ID_BYTES = 8;

    /// A reference that the loader follows with its own credentials.
    public static ArtifactReference of(
            String storageUri, @Nullable String sha256, String mountPath) {
        return of(storageUri, sha256, mountPath, null);
    }

    public static ArtifactReference of(
            String storageUri,
            @Nullable String sha256,
            String mountPath,
            @Nullable CredentialsReference credentials) {
        return new ArtifactReference(
                idOf(storageUri, sha256, credentials), storageUri, sha256, mountPath, credentials);
    }

    /// 16 hex digits of the SHA-256 over the URI and, each after a line feed, the expected digest
    /// and the credentials if there are any: who may not read a source may not use what another has
    /// read from it.
    private static String idOf(
            String storageUri,
            @Nullable String sha256,
            @Nullable CredentialsReference credentials) {
        String identity = sha256 == null ? storageUri : storageUri + "\n" + sha256;
        if (credentials != null) {
            identity += "\n" + credentials.identity();
        }
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
