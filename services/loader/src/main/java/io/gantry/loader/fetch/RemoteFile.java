package io.gantry.loader.fetch;

import io.gantry.loader.verify.Checksum;
import io.gantry.loader.verify.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file at its source.
///
/// @param path where it belongs below the artifact's directory; not yet checked
/// @param size null when the source does not tell
/// @param locator how its source finds it, for example an object key
/// @param version changes when the content does, for example an ETag; null when the source has none
/// @param splittable whether several parts of it may be asked for at once
/// @param checksum what its bytes come to; null when the source does not tell
/// @param kind what it is to the model
public record RemoteFile(
        String path,
        @Nullable Long size,
        String locator,
        @Nullable String version,
        boolean splittable,
        @Nullable Checksum checksum,
        Kind kind) {

    /// What a file is to the model.
    public enum Kind {
        /// One of its files.
        CONTENT,
        /// A tar of some of its files.
        ARCHIVE,
        /// A layer of the container image that has it in `/models`; layers come in their order.
        IMAGE_LAYER
    }

    /// One of the model's own files.
    public RemoteFile(
            String path,
            @Nullable Long size,
            String locator,
            @Nullable String version,
            boolean splittable,
            @Nullable Checksum checksum) {
        this(path, size, locator, version, splittable, checksum, Kind.CONTENT);
    }

    /// A file whose source has no checksum of it.
    public RemoteFile(
            String path,
            @Nullable Long size,
            String locator,
            @Nullable String version,
            boolean splittable) {
        this(path, size, locator, version, splittable, null);
    }

    /// The same, with what its bytes come to.
    public RemoteFile with(Checksum known) {
        return new RemoteFile(path, size, locator, version, splittable, known, kind);
    }

    /// The same, to be asked for in one piece.
    public RemoteFile inOnePiece() {
        return new RemoteFile(path, size, locator, version, false, checksum, kind);
    }

    /// What stays the same as long as none of the files changes; empty when nobody can tell.
    public static Optional<String> fingerprint(List<RemoteFile> files) {
        MessageDigest digest = Sha256.newDigest();
        for (RemoteFile file :
                files.stream().sorted(Comparator.comparing(RemoteFile::path)).toList()) {
            if (file.version == null || file.size == null) {
                return Optional.empty();
            }
            String line = "%s\0%d\0%s\n".formatted(file.path, file.size, file.version);
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return Optional.of(Sha256.hex(digest));
    }
}
