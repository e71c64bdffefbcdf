package io.gantry.loader.cache;

import io.gantry.loader.verify.FileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Reads a cache that another process has, without changing anything. What it finds may be evicted
/// at any time.
public final class CacheReader {

    private final CacheLayout layout;
    private final ManifestFiles manifests;

    public CacheReader(Path root) {
        this.layout = new CacheLayout(root);
        this.manifests = new ManifestFiles(layout, false);
    }

    /// An artifact that is whole.
    public Optional<Manifest> find(String artifact) {
        if (FileNames.fault(artifact).isPresent() || artifact.contains("/")) {
            return Optional.empty();
        }
        Path file = layout.manifest(artifact);
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(manifests.read(file))
                    .filter(manifest -> manifests.fault(manifest).isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public Path pathOf(String artifact) {
        return layout.artifact(artifact);
    }
}
