package io.gantry.loader.cache;

import java.nio.file.Path;

/// Where things lie in a cache.
record CacheLayout(Path root) {

    CacheLayout {
        root = root.toAbsolutePath().normalize();
    }

    Path blobs() {
        return root.resolve("blobs", "sha256");
    }

    Path blob(String sha256) {
        return blobs().resolve(sha256);
    }

    Path artifacts() {
        return root.resolve("artifacts");
    }

    Path artifact(String id) {
        return artifacts().resolve(id);
    }

    /// Where an artifact's files are.
    Path files(Manifest manifest) {
        return manifest.location() == null
                ? artifact(manifest.artifact())
                : Path.of(manifest.location());
    }

    Path manifest(String id) {
        return artifacts().resolve(id + Manifest.SUFFIX);
    }

    Path tmp() {
        return root.resolve("tmp");
    }

    Path lock() {
        return root.resolve("lock");
    }
}
