package io.gantry.loader.load;

import io.gantry.events.ArtifactReference;
import io.gantry.events.FailureReason;
import io.gantry.loader.cache.ArtifactCache;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.cache.Staging;
import io.gantry.loader.credentials.Locations;
import io.gantry.loader.fetch.FetchJob;
import io.gantry.loader.fetch.Fetcher;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.Progress;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.Source;
import io.gantry.loader.fetch.Sources;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.outcome.LoadOutcome;
import io.gantry.loader.verify.FileNames;
import io.gantry.loader.verify.Sha256;
import io.gantry.loader.verify.VerifiedFile;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Loads artifacts.
@ApplicationScoped
public class ArtifactLoader {

    private final Locations locations;
    private final Sources sources;
    private final Fetcher fetcher;
    private final ArtifactCache cache;
    private final DiskSpace space;
    private final Unpacking unpacking;

    public ArtifactLoader(
            Locations locations,
            Sources sources,
            Fetcher fetcher,
            ArtifactCache cache,
            DiskSpace space,
            Unpacking unpacking) {
        this.locations = locations;
        this.sources = sources;
        this.fetcher = fetcher;
        this.cache = cache;
        this.space = space;
        this.unpacking = unpacking;
    }

    /// Blocks until the artifact is cached, failed, or the thread is interrupted.
    public LoadOutcome<Manifest> load(ArtifactReference reference, Progress progress) {
        try {
            return new LoadOutcome.Loaded<>(attempt(reference, progress));
        } catch (LoadFailedException e) {
            return Thread.currentThread().isInterrupted()
                    ? new LoadOutcome.Cancelled<>()
                    : new LoadOutcome.Failed<>(e.failure(), e.retryAfter());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new LoadOutcome.Cancelled<>();
        }
    }

    private Manifest attempt(ArtifactReference reference, Progress progress)
            throws LoadFailedException, InterruptedException {
        long start = System.nanoTime();
        Location location = locations.of(reference);
        StorageUri uri = location.uri();
        Source source = sources.of(uri);
        cache.open();
        List<RemoteFile> files = unpacking.wanted(uri, source.list(location));
        requireSafeNames(uri, files);
        progress.expect(totalOf(files));
        Optional<Path> place = source.inPlace(location);
        if (place.isPresent()) {
            Manifest manifest = InPlace.manifest(reference, location, source, files, place.get());
            cache.adopt(manifest);
            return manifest;
        }
        try (Staging staging =
                cache.stage(reference.artifact(), RemoteFile.fingerprint(files).orElse(null))) {
            FetchJob job =
                    new FetchJob(
                            location,
                            source,
                            files,
                            staging.files(),
                            progress,
                            cache::content,
                            staging::failed);
            return publish(reference, job, staging, start);
        }
    }

    private Manifest publish(ArtifactReference reference, FetchJob job, Staging staging, long start)
            throws LoadFailedException, InterruptedException {
        StorageUri uri = job.location().uri();
        List<VerifiedFile> fetched = fetch(job, staging);
        String sha256 = Sha256.ofArtifact(fetched);
        Digests.require(uri, reference.sha256(), sha256);
        Content content = unpacking.content(job, fetched, staging);
        Manifest manifest =
                new Manifest(
                        reference.artifact(),
                        uri.toString(),
                        sha256,
                        Duration.ofNanos(System.nanoTime() - start).toMillis(),
                        content.files());
        cache.publish(staging, content.directory(), manifest);
        return manifest;
    }

    /// What came before the source went away, or the loader stops, is left to the next attempt.
    private List<VerifiedFile> fetch(FetchJob job, Staging staging)
            throws LoadFailedException, InterruptedException {
        Long total = job.progress().total();
        Long missing = total == null ? null : Math.max(0, total - staging.bytes());
        try (DiskSpace.Reservation _ = space.reserve(missing, job.progress())) {
            return fetcher.fetch(job);
        } catch (InterruptedException e) {
            staging.keep();
            throw e;
        } catch (LoadFailedException e) {
            if (e.failure().reason() == FailureReason.STORAGE_UNREACHABLE) {
                staging.keep();
            }
            throw e;
        }
    }

    private static void requireSafeNames(StorageUri uri, List<RemoteFile> files)
            throws LoadFailedException {
        Optional<String> fault =
                FileNames.firstFault(files.stream().map(RemoteFile::path).toList());
        if (fault.isPresent()) {
            throw LoadFailedException.refused(uri.toString(), "it holds " + fault.get());
        }
    }

    /// Null when the size of one of them is not known.
    private static @Nullable Long totalOf(List<RemoteFile> files) {
        return files.stream().map(RemoteFile::size).anyMatch(Objects::isNull)
                ? null
                : Long.valueOf(
                        files.stream()
                                .map(RemoteFile::size)
                                .filter(Objects::nonNull)
                                .mapToLong(Long::longValue)
                                .sum());
    }
}
