package io.gantry.loader.load;

import io.gantry.events.ArtifactReference;
import io.gantry.events.Failure;
import io.gantry.loader.Settings;
import io.gantry.loader.cache.ArtifactCache;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.credentials.Locations;
import io.gantry.loader.fetch.Fetcher;
import io.gantry.loader.fetch.Progress;
import io.gantry.loader.fetch.Source;
import io.gantry.loader.fetch.Sources;
import io.gantry.loader.fetch.file.FileRoots;
import io.gantry.loader.fetch.file.FileSource;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.outcome.LoadOutcome;
import io.gantry.loader.peer.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One loader without Kafka, on a cache directory of its own.
public final class Loading implements AutoCloseable {

    private final Path directory;
    private final ArtifactCache cache;
    private final ArtifactLoader loader;

    public Loading(Path directory, Settings settings, Source source) {
        this(directory, settings, source, Peers.none());
    }

    public Loading(Path directory, Settings settings, Source source, Peers peers) {
        this.directory = directory;
        this.cache = new ArtifactCache(directory, true);
        var config = settings.config();
        DiskSpace space = new DiskSpace(cache, config);
        this.loader =
                new ArtifactLoader(
                        new Locations(config),
                        new Sources(List.of(source)),
                        new Downloads(new Fetcher(config), space, peers),
                        cache,
                        new Unpacking(config));
    }

    /// One that reads from this machine.
    public static Loading ofFiles(Path directory) {
        Settings settings =
                Settings.impatient().with("gantry.loader.cache.directory", directory.toString());
        return new Loading(directory, settings, new FileSource(FileRoots.all(settings.config())));
    }

    public LoadOutcome<Manifest> load(String uri, @Nullable String sha256) {
        return loader.load(
                ArtifactReference.of(uri, sha256, ArtifactReference.DEFAULT_MOUNT_PATH),
                new Progress());
    }

    public Manifest loaded(String uri) {
        return switch (load(uri, null)) {
            case LoadOutcome.Loaded<Manifest>(Manifest manifest) -> manifest;
            case LoadOutcome.Failed<Manifest>(Failure failure, _) ->
                    throw new AssertionError(failure.message());
            case LoadOutcome.Cancelled<Manifest> _ -> throw new AssertionError("cancelled");
        };
    }

    public Failure failure(String uri) {
        return failure(uri, null);
    }

    public Failure failure(String uri, @Nullable String sha256) {
        return failed(load(uri, sha256)).failure();
    }

    public LoadOutcome.Failed<Manifest> failed(String uri) {
        return failed(load(uri, null));
    }

    private static LoadOutcome.Failed<Manifest> failed(LoadOutcome<Manifest> outcome) {
        return switch (outcome) {
            case LoadOutcome.Failed<Manifest> failed -> failed;
            case LoadOutcome.Loaded<Manifest>(Manifest manifest) ->
                    throw new AssertionError("it was loaded: " + manifest);
            case LoadOutcome.Cancelled<Manifest> _ -> throw new AssertionError("cancelled");
        };
    }

    /// Forgets what was kept of downloads that failed.
    public void abandon() throws LoadFailedException {
        cache.abandon(artifact -> true);
    }

    /// Forgets every artifact.
    public void evict() throws LoadFailedException {
        cache.evict(artifact -> true);
    }

    public Path pathOf(Manifest manifest) {
        return cache.pathOf(manifest);
    }

    /// Every file in the cache directory but its lock.
    public List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("lock"))
                    .toList();
        }
    }

    @Override
    public void close() {
        cache.close();
    }
}
