package io.gantry.loader.fetch.pvc;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.Range;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.Source;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.file.FileRoots;
import io.gantry.loader.fetch.file.FileSource;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Finds models on volumes, which lie below one directory by the names of their claims. They are
/// not copied: a volume is as good as a cache, and mostly larger.
public final class PvcSource implements Source {

    private static final String FORM = "Write pvc://claim/path.";

    private final Optional<Path> volumes;
    private final Path cache;

    public PvcSource(LoaderConfig config) {
        this.volumes = config.pvc().directory().map(path -> path.toAbsolutePath().normalize());
        this.cache = config.cache().directory();
    }

    @Override
    public boolean handles(StorageUri uri) {
        return uri.scheme().equals("pvc");
    }

    @Override
    public String form() {
        return "pvc://claim/path";
    }

    @Override
    public List<RemoteFile> list(Location location) throws LoadFailedException {
        return files(location.uri()).list(onDisk(location));
    }

    @Override
    public InputStream open(Location location, RemoteFile file, Range range)
            throws LoadFailedException {
        return files(location.uri()).open(onDisk(location), file, range);
    }

    /// A model that is one file is in the directory that the file lies in.
    @Override
    public Optional<Path> inPlace(Location location) throws LoadFailedException {
        Path path = path(location.uri());
        return Optional.of(
                Files.isRegularFile(path) ? Objects.requireNonNull(path.getParent()) : path);
    }

    /// Whoever writes to a volume can put a link there that leads to another's.
    private FileSource files(StorageUri uri) throws LoadFailedException {
        return new FileSource(
                new FileRoots(
                        List.of(claim(uri)),
                        cache,
                        "leads out of the claim",
                        "Put the files themselves onto the volume, or a link to where they are on it."));
    }

    private Location onDisk(Location location) throws LoadFailedException {
        return new Location(
                new StorageUri("file", path(location.uri()).toString()), location.credentials());
    }

    private Path path(StorageUri uri) throws LoadFailedException {
        Path claim = claim(uri);
        String[] parts = uri.rest().split("/", 2);
        Path path = claim.resolve(parts.length == 1 ? "" : parts[1]).normalize();
        if (!path.startsWith(claim)) {
            throw LoadFailedException.unsupported(
                    uri.toString(), "its path leads out of the claim", FORM);
        }
        return path;
    }

    private Path claim(StorageUri uri) throws LoadFailedException {
        Path directory =
                volumes.orElseThrow(() ->
                        LoadFailedException.unsupported(
                                uri.toString(),
                                "this loader has no volumes",
                                "Mount the claim on this node and set gantry.loader.pvc.directory to the directory that it lies in under its name."));
        String name = uri.rest().split("/", 2)[0];
        Path claim = directory.resolve(name).normalize();
        if (!directory.equals(claim.getParent())) {
            throw LoadFailedException.unsupported(uri.toString(), "it names no claim", FORM);
        }
        if (!Files.isDirectory(claim)) {
            throw LoadFailedException.notFound(
                    uri.toString(),
                    "the claim '%s' is not mounted in %s".formatted(name, directory));
        }
        return claim;
    }
}
