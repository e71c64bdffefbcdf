package io.gantry.loader.cache;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gantry.loader.verify.FileNames;
import io.gantry.loader.verify.Sha256;
import io.gantry.loader.verify.VerifiedFile;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/// Manifests on disk, and whether they tell the truth.
final class ManifestFiles {

    private static final ObjectMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private final CacheLayout layout;
    private final boolean rehash;

    /// @param rehash whether to believe a file by its content rather than by its size
    ManifestFiles(CacheLayout layout, boolean rehash) {
        this.layout = layout;
        this.rehash = rehash;
    }

    void write(Manifest manifest) throws IOException {
        Disk.write(
                layout.manifest(manifest.artifact()),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest),
                layout.tmp());
    }

    /// @throws IOException with what is wrong, when the file is no manifest
    Manifest read(Path file) throws IOException {
        Manifest manifest = JSON.readValue(file.toFile(), Manifest.class);
        if (manifest == null || !layout.manifest(manifest.artifact()).equals(file)) {
            throw new IOException("it belongs to another artifact");
        }
        return manifest;
    }

    /// Remembers that an artifact is of use now, also for a later process. A manifest is not
    /// written again, so its time of modification is free for that.
    void touch(String artifact, Instant now) {
        Path file = layout.manifest(artifact);
        try {
            Files.setLastModifiedTime(file, FileTime.from(now));
        } catch (IOException e) {
            // It was evicted just now, or is another user's.
            Log.debugf("Use is not noted artifact=%s reason=%s", artifact, e.getMessage());
        }
    }

    /// When an artifact was of use for the last time that was noted; the beginning of time when
    /// nobody knows.
    Instant lastUse(String artifact) {
        try {
            return Files.getLastModifiedTime(layout.manifest(artifact)).toInstant();
        } catch (IOException e) {
            return Instant.MIN;
        }
    }

    /// What differs between a manifest and the files that it describes, if anything.
    Optional<String> fault(Manifest manifest) {
        Optional<String> name =
                FileNames.firstFault(manifest.files().stream().map(VerifiedFile::path).toList());
        return name.or(() ->
                manifest.files().stream()
                        .flatMap(file -> fault(manifest, file).stream())
                        .findFirst());
    }

    private Optional<String> fault(Manifest manifest, VerifiedFile file) {
        Path path = layout.files(manifest).resolve(file.path());
        try {
            // What is not the cache's may be a link.
            boolean there =
                    manifest.location() == null
                            ? Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                            : Files.isRegularFile(path);
            if (!there) {
                return Optional.of(file.path() + " is missing");
            }
            if (Files.size(path) != file.size()) {
                return Optional.of(file.path() + " has another size");
            }
            return rehash && manifest.location() == null && !hash(path).equals(file.sha256())
                    ? Optional.of(file.path() + " has another content")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of("%s cannot be read: %s".formatted(file.path(), e.getMessage()));
        }
    }

    static String hash(Path path) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return Sha256.hex(digest);
    }
}
