package io.gantry.loader.pull;

import io.gantry.events.ArtifactReference;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.Backends;
import io.gantry.loader.LoaderConfig;
import io.gantry.loader.cache.ArtifactCache;
import io.gantry.loader.cache.CacheReader;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.credentials.Locations;
import io.gantry.loader.fetch.Credentials;
import io.gantry.loader.fetch.Fetcher;
import io.gantry.loader.fetch.Progress;
import io.gantry.loader.fetch.Sources;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.load.ArtifactLoader;
import io.gantry.loader.load.DiskSpace;
import io.gantry.loader.load.Unpacking;
import io.gantry.loader.outcome.LoadOutcome;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Pulls models. What comes is put together in a hidden directory of the destination, where the
/// next attempt finds it, and moved into place when all of it is there.
final class Pulling implements AutoCloseable {

    /// Of a destination, while something is on its way there.
    static final String WORK = ".gantry";

    private final LoaderConfig config;
    private final Sources sources;
    private final Fetcher fetcher;
    private final Locations locations;
    private final CacheReader nodeCache;
    private final PrintStream out;

    /// @param scratch where a source may keep what it reads with
    Pulling(LoaderConfig config, Map<String, String> environment, Path scratch, PrintStream out) {
        this.config = config;
        this.sources =
                Backends.of(
                        config, new TrustedCertificates(config), InstantSource.system(), scratch);
        this.fetcher = new Fetcher(config);
        this.locations = new Locations(config, new Credentials(environment));
        this.nodeCache = new CacheReader(config.cache().directory());
        this.out = out;
    }

    LoadOutcome<Manifest> pull(PullRequest request) {
        ArtifactReference reference =
                ArtifactReference.of(
                        request.source(), request.sha256(), ArtifactReference.DEFAULT_MOUNT_PATH);
        Optional<Manifest> cached = fromNode(request, reference);
        if (cached.isPresent()) {
            return new LoadOutcome.Loaded<>(cached.get());
        }
        return download(request, reference);
    }

    @Override
    public void close() {
        sources.close();
    }

    private Optional<Manifest> fromNode(PullRequest request, ArtifactReference reference) {
        String id = request.artifact() == null ? reference.artifact() : request.artifact();
        Optional<Manifest> found = nodeCache.find(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try {
            Placement.link(nodeCache.pathOf(id), found.get(), request.destination());
            out.printf(
                    "%s is in %s, from the node's cache%n", shown(request), request.destination());
            return found;
        } catch (IOException e) {
            // It was evicted just now, or cannot be read by this user.
            out.printf(
                    "%s cannot be taken from the node's cache: %s%n",
                    shown(request), e.getMessage());
            return Optional.empty();
        }
    }

    private LoadOutcome<Manifest> download(PullRequest request, ArtifactReference reference) {
        Path work = request.destination().resolve(WORK);
        Progress progress = new Progress();
        try (ArtifactCache cache = new ArtifactCache(work, false);
                ProgressLines lines = new ProgressLines(shown(request), progress, out)) {
            DiskSpace space = new DiskSpace(cache, config);
            ArtifactLoader loader =
                    new ArtifactLoader(
                            locations,
                            sources,
                            fetcher,
                            cache,
                            space,
                            new Unpacking(space, config));
            LoadOutcome<Manifest> outcome = loader.load(reference, progress);
            if (outcome instanceof LoadOutcome.Loaded<Manifest>(Manifest manifest)) {
                Placement.move(cache.pathOf(manifest), request.destination());
                lines.finish(manifest, request.destination());
            }
            return outcome;
        } catch (IOException e) {
            return new LoadOutcome.Failed<>(
                    Failure.of(
                            FailureReason.CACHE_UNUSABLE,
                            "The directory %s cannot be written: %s"
                                    .formatted(request.destination(), e.getMessage()),
                            "Let the user that runs this write there, and see whether the disk is full."),
                    Duration.ZERO);
        } finally {
            Placement.removeIfDone(work);
        }
    }

    private static String shown(PullRequest request) {
        return StorageUri.redacted(request.source());
    }
}
