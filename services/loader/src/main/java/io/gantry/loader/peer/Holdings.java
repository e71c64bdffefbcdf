package io.gantry.loader.peer;

import io.gantry.loader.cache.ArtifactCache;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.warm.Surroundings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// What this loader can give. Paths are compared with those that are known, never followed.
@Singleton
class Holdings {

    private static final Duration FINE_ENOUGH = Duration.ofSeconds(1);

    private final ArtifactCache cache;
    private final UnderWay underWay;
    private final Surroundings surroundings;
    private final InstantSource time;

    Holdings(
            ArtifactCache cache, UnderWay underWay, Surroundings surroundings, InstantSource time) {
        this.time = time;
        this.cache = cache;
        this.underWay = underWay;
        this.surroundings = surroundings;
    }

    Holding find(String artifact, String fingerprint, String path) {
        Optional<Manifest> cached =
                cache.find(artifact).filter(it -> fingerprint.equals(it.fingerprint()));
        if (cached.isPresent()) {
            note(artifact);
            return ofCached(cached.get(), path);
        }
        Optional<UnderWay.Entry> download = underWay.find(artifact);
        if (download.isPresent()) {
            return download.get().fingerprint().equals(fingerprint)
                    ? ofDownload(download.get(), path)
                    : new Holding.Different("This node downloads another version");
        }
        if (cache.find(artifact).isPresent()) {
            return new Holding.Different("This node has another version, or does not know which");
        }
        return surroundings.leavesToOthers(artifact)
                ? new Holding.Elsewhere()
                : new Holding.Nothing();
    }

    /// A model is taken in many pieces.
    private void note(String artifact) {
        Instant now = time.instant();
        if (cache.lastUse(artifact).isBefore(now.minus(FINE_ENOUGH))) {
            cache.touch(artifact, now);
        }
    }

    private Holding ofCached(Manifest manifest, String path) {
        return manifest.files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .<Holding>map(file ->
                        new Holding.Cached(
                                cache.pathOf(manifest).resolve(file.path()),
                                file.size(),
                                file.sha256()))
                .orElseGet(() -> new Holding.Different("This node has it unpacked"));
    }

    private static Holding ofDownload(UnderWay.Entry download, String path) {
        for (RemoteFile file : download.job().files()) {
            Long size = file.size();
            if (size != null && file.path().equals(path)) {
                return new Holding.Arriving(
                        download.job().directory().resolve(path), size, path, download);
            }
        }
        return new Holding.Different("This node downloads no such file");
    }
}
