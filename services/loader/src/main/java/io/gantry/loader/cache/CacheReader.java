package io.gantry.loader.cache;

import io.gantry.loader.verify.FileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Reads a cache that another process has, without changing anything. What it finds may be evicted
/// at any time.
public final class CacheReader {

    private final CacheLayout layout;
    private final ManifestFiles manifests;
    private final ManifestFiles hashing;

    public CacheReader(Path root) {
        this.layout = new CacheLayout(root);
        this.manifests = new ManifestFiles(layout, false);
        this.hashing = new ManifestFiles(layout, true);
    }

    /// What the cache says that it holds, by artifact id; a manifest that cannot be read is empty.
    ///
    /// @throws IOException when the cache itself cannot be read
    public Map<String, Optional<Manifest>> all() throws IOException {
        Map<String, Optional<Manifest>> all = new TreeMap<>();
        try (Stream<Path> entries = Files.list(layout.artifacts())) {
            entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.endsWith(Manifest.SUFFIX))
                    .map(name -> name.substring(0, name.length() - Manifest.SUFFIX.length()))
                    .forEach(artifact -> all.put(artifact, read(artifact)));
        }
        return all;
    }

    /// What differs between an artifact's bytes and what was downloaded, if anything.
    public Optional<String> damage(Manifest manifest) {
        return hashing.fault(manifest);
    }

    /// An artifact that is whole.
    public Optional<Manifest> find(String artifact) {
        if (FileNames.fault(artifact).isPresent() || artifact.contains("/")) {
            return Optional.empty();
        }
        return read(artifact).filter(manifest -> manifests.fault(manifest).isEmpty());
    }

    private Optional<Manifest> read(String artifact) {
        try {
            return Optional.of(manifests.read(layout.manifest(artifact)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Tells the node's loader that an artifact is of use, if this user may.
    public void touch(Manifest manifest, Instant now) {
        hashing.touch(manifest.artifact(), now);
    }

    public Path pathOf(Manifest manifest) {
        return layout.files(manifest);
    }
}
