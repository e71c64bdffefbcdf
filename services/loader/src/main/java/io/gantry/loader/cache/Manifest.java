package io.gantry.loader.cache;

import io.gantry.loader.verify.VerifiedFile;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a cached artifact consists of.
///
/// @param storageUri without a query, which may be a signature
/// @param sha256 digest of the artifact
/// @param millis how long download and verification took
/// @param location directory outside of the cache that the files are used in; null for the cache's
/// @param fingerprint of the source's listing; null when nobody can tell versions apart there, or
///   when the files are not those that are listed
@RegisterForReflection
public record Manifest(
        String artifact,
        String storageUri,
        String sha256,
        long millis,
        List<VerifiedFile> files,
        @Nullable String location,
        @Nullable String fingerprint) {

    static final String SUFFIX = ".json";

    public Manifest {
        Objects.requireNonNull(storageUri, "storageUri");
        Objects.requireNonNull(sha256, "sha256");
        files = List.copyOf(files);
    }

    /// Of files that the cache holds.
    public Manifest(
            String artifact,
            String storageUri,
            String sha256,
            long millis,
            List<VerifiedFile> files) {
        this(artifact, storageUri, sha256, millis, files, null, null);
    }

    public long bytes() {
        return files.stream().mapToLong(VerifiedFile::size).sum();
    }
}
