package io.gantry.loader.command;

import io.gantry.events.ArtifactReference;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.Backends;
import io.gantry.loader.LoaderConfig;
import io.gantry.loader.cache.ArtifactCache;
import io.gantry.loader.cache.CacheInUseException;
import io.gantry.loader.cache.CacheReader;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.credentials.Locations;
import io.gantry.loader.fetch.Credentials;
import io.gantry.loader.fetch.Fetcher;
import io.gantry.loader.fetch.NamePatterns;
import io.gantry.loader.fetch.Progress;
import io.gantry.loader.fetch.Sources;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.fetch.file.FileRoots;
import io.gantry.loader.load.ArtifactLoader;
import io.gantry.loader.load.DiskSpace;
import io.gantry.loader.load.Downloads;
import io.gantry.loader.load.Unpacking;
import io.gantry.loader.outcome.LoadOutcome;
import io.gantry.loader.peer.Peers;
import io.gantry.loader.verify.VerifiedFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Pulls models. Where there is a cache of the node's that may be written, what comes goes into it
/// and is linked from there, so that several pulls of a model on a node download it once. Else it
/// is put together in a hidden directory of the destination, where the next attempt finds it, and
/// moved into place when all of it is there.
final class Pulling implements AutoCloseable {

    /// Of a destination, while something is on its way there.
    static final String WORK = ".gantry";

    private static final Pattern LOCAL = Pattern.compile("(?i)file://");

    /// Between two looks at a cache that another pull has.
    private static final Duration LOOK = Duration.ofMillis(200);

    private final LoaderConfig config;
    private final Sources sources;
    private final NamePatterns patterns;
    private final Fetcher fetcher;
    private final Locations locations;
    private final CacheReader nodeCache;
    private final PrintStream out;

    /// @param scratch where a source may keep what it reads with
    Pulling(LoaderConfig config, Map<String, String> environment, Path scratch, PrintStream out) {
        this.config = config;
        this.sources =
                Backends.of(
                        config,
                        new TrustedCertificates(config),
                        InstantSource.system(),
                        scratch,
                        FileRoots.all(config));
        this.patterns =
                NamePatterns.of(
                        config.download().allowPatterns(), config.download().ignorePatterns());
        this.fetcher = new Fetcher(config);
        this.locations = new Locations(config, Credentials.ofEnvironment(environment));
        this.nodeCache = new CacheReader(config.cache().directory());
        this.out = out;
    }

    LoadOutcome<Manifest> pull(PullRequest request) throws InterruptedException {
        ArtifactReference reference =
                ArtifactReference.of(
                        request.source(), request.sha256(), ArtifactReference.DEFAULT_MOUNT_PATH);
        String artifact = request.artifact();
        // Without an id that says whose credentials open the source, what is here is nobody's; and
        // what this machine or pod has under a path, another may have otherwise.
        return artifact == null || LOCAL.matcher(request.source()).lookingAt()
                ? download(request, reference)
                : shared(
                        request,
                        new ArtifactReference(
                                artifact,
                                reference.storageUri(),
                                reference.sha256(),
                                reference.mountPath(),
                                null));
    }

    private LoadOutcome<Manifest> shared(PullRequest request, ArtifactReference reference)
            throws InterruptedException {
        while (true) {
            Optional<Manifest> cached = fromNode(request, reference.artifact());
            if (cached.isPresent()) {
                return new LoadOutcome.Loaded<>(cached.get());
            }
            try {
                // A part of a model may not pass for all of it.
                return patterns.all() && Files.isWritable(config.cache().directory())
                        ? throughNodeCache(request, reference)
                        : download(request, reference);
            } catch (CacheInUseException e) {
                if (!e.brief()) {
                    // The node's own loader has it, and does not have this artifact.
                    return download(request, reference);
                }
                // Another pull, perhaps of the same model.
                Thread.sleep(LOOK);
            }
        }
    }

    @Override
    public void close() {
        sources.close();
    }

    private Optional<Manifest> fromNode(PullRequest request, String id) {
        Optional<Manifest> found = nodeCache.find(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try {
            Placement.link(
                    nodeCache.pathOf(found.get()), wanted(found.get()), request.destination());
            nodeCache.touch(found.get(), Instant.now());
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

    /// So that the next pull on this node, or one that waits for this, downloads nothing.
    private LoadOutcome<Manifest> throughNodeCache(
            PullRequest request, ArtifactReference reference) {
        try (ArtifactCache cache = ArtifactCache.brief(config.cache().directory())) {
            LoadOutcome<Manifest> outcome = load(request, reference, cache);
            if (outcome instanceof LoadOutcome.Loaded<Manifest>(Manifest manifest)) {
                Placement.link(cache.pathOf(manifest), manifest.files(), request.destination());
            }
            return outcome;
        } catch (IOException e) {
            return unwritable(request, e);
        }
    }

    private LoadOutcome<Manifest> download(PullRequest request, ArtifactReference reference) {
        Path work = request.destination().resolve(WORK);
        try (ArtifactCache cache = ArtifactCache.brief(work)) {
            LoadOutcome<Manifest> outcome = load(request, reference, cache);
            if (outcome instanceof LoadOutcome.Loaded<Manifest>(Manifest manifest)) {
                put(cache, manifest, request.destination());
            }
            return outcome;
        } catch (IOException e) {
            return unwritable(request, e);
        } finally {
            Placement.removeIfDone(work);
        }
    }

    /// What is used where it is, is nobody's to move.
    private static void put(ArtifactCache cache, Manifest manifest, Path destination)
            throws IOException {
        if (manifest.location() == null) {
            Placement.move(cache.pathOf(manifest), destination);
        } else {
            Placement.link(cache.pathOf(manifest), manifest.files(), destination);
        }
    }

    private LoadOutcome<Manifest> load(
            PullRequest request, ArtifactReference reference, ArtifactCache cache) {
        Progress progress = new Progress();
        try (ProgressLines lines = new ProgressLines(shown(request), progress, out)) {
            DiskSpace space = new DiskSpace(cache, config);
            ArtifactLoader loader =
                    new ArtifactLoader(
                            locations,
                            sources,
                            new Downloads(fetcher, space, Peers.none()),
                            cache,
                            new Unpacking(config));
            LoadOutcome<Manifest> outcome = loader.load(reference, progress);
            if (outcome instanceof LoadOutcome.Loaded<Manifest>(Manifest manifest)) {
                lines.finish(manifest, request.destination());
            }
            return outcome;
        }
    }

    private static LoadOutcome<Manifest> unwritable(PullRequest request, IOException e) {
        return new LoadOutcome.Failed<>(
                Failure.of(
                        FailureReason.CACHE_UNUSABLE,
                        "The directory %s cannot be written: %s"
                                .formatted(request.destination(), e.getMessage()),
                        "Let the user that runs this write there, and see whether the disk is full."),
                Duration.ZERO);
    }

    private List<VerifiedFile> wanted(Manifest manifest) {
        return manifest.files().stream().filter(file -> patterns.wants(file.path())).toList();
    }

    private static String shown(PullRequest request) {
        return StorageUri.redacted(request.source());
    }
}
