package io.gantry.loader.load;

import io.gantry.events.ArtifactReference;
import io.gantry.loader.cache.ArtifactCache;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.cache.Staging;
import io.gantry.loader.credentials.Locations;
import io.gantry.loader.fetch.FetchJob;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.Progress;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.Source;
import io.gantry.loader.fetch.Sources;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.outcome.LoadOutcome;
import io.gantry.loader.peer.Share;
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
    private final Downloads downloads;
    private final ArtifactCache cache;
    private final Unpacking unpacking;

    public ArtifactLoader(
            Locations locations,
            Sources sources,
            Downloads downloads,
            ArtifactCache cache,
            Unpacking unpacking) {
        this.locations = locations;
        this.sources = sources;
        this.downloads = downloads;
        this.cache = cache;
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
                        cache.stage(
                                reference.artifact(), RemoteFile.fingerprint(files).orElse(null));
                Share share =
                        downloads.share(
                                reference.artifact(),
                                job(location, source, files, progress, staging));
                DiskSpace.Reservation room = downloads.reserve(share.job(), staging)) {
            return publish(reference, share, staging, room, start);
        }
    }

    private Manifest publish(
            ArtifactReference reference,
            Share share,
            Staging staging,
            DiskSpace.Reservation room,
            long start)
            throws LoadFailedException, InterruptedException {
        FetchJob job = share.job();
        List<VerifiedFile> fetched = downloads.fetch(share, staging, reference.sha256());
        Content content = unpacking.content(job, fetched, staging, room);
        boolean asListed = content.directory().equals(staging.files());
        Manifest manifest =
                new Manifest(
                        reference.artifact(),
                        job.location().uri().toString(),
                        Sha256.ofArtifact(fetched),
                        Duration.ofNanos(System.nanoTime() - start).toMillis(),
                        content.files(),
                        null,
                        asListed ? RemoteFile.fingerprint(job.files()).orElse(null) : null);
        cache.removeDamaged(content.directory(), content.files());
        room.publish(() -> cache.publish(staging, content.directory(), manifest));
        return manifest;
    }

    private FetchJob job(
            Location location,
            Source source,
            List<RemoteFile> files,
            Progress progress,
            Staging staging) {
        return new FetchJob(
                location,
                source,
                files,
                staging.files(),
                progress,
                cache::content,
                staging::failed);
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
