package io.gantry.loader.fetch.pvc;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.Range;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.Source;
import io.gantry.loader.fetch.StorageUri;
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
    private final FileSource files = new FileSource();

    public PvcSource(LoaderConfig.Pvc config) {
        this.volumes = config.directory().map(path -> path.toAbsolutePath().normalize());
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
        return files.list(onDisk(location));
    }

    @Override
    public InputStream open(Location location, RemoteFile file, Range range)
            throws LoadFailedException {
        return files.open(onDisk(location), file, range);
    }

    /// A model that is one file is in the directory that the file lies in.
    @Override
    public Optional<Path> inPlace(Location location) throws LoadFailedException {
        Path path = path(location.uri());
        return Optional.of(
                Files.isRegularFile(path) ? Objects.requireNonNull(path.getParent()) : path);
    }

    private Location onDisk(Location location) throws LoadFailedException {
        return new Location(
                new StorageUri("file", path(location.uri()).toString()), location.credentials());
    }

    private Path path(StorageUri uri) throws LoadFailedException {
        Path directory =
                volumes.orElseThrow(() ->
                        LoadFailedException.unsupported(
                                uri.toString(),
                                "this loader has no volumes",
                                "Mount the claim on this node and set gantry.loader.pvc.directory to the directory that it lies in under its name."));
        String[] parts = uri.rest().split("/", 2);
        Path claim = directory.resolve(parts[0]).normalize();
        if (!directory.equals(claim.getParent())) {
            throw LoadFailedException.unsupported(uri.toString(), "it names no claim", FORM);
        }
        Path path = claim.resolve(parts.length == 1 ? "" : parts[1]).normalize();
        if (!path.startsWith(claim)) {
            throw LoadFailedException.unsupported(
                    uri.toString(), "its path leads out of the claim", FORM);
        }
        if (!Files.isDirectory(claim)) {
            throw LoadFailedException.notFound(
                    uri.toString(),
                    "the claim '%s' is not mounted in %s".formatted(parts[0], directory));
        }
        return path;
    }
}
