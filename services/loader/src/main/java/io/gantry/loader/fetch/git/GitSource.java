package io.gantry.loader.fetch.git;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.Range;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.Source;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads Git repositories. JGit is loaded with the first of them and not before: its jar is signed,
/// and what checks that takes a third of a short download's time.
public final class GitSource implements Source {

    private final LoaderConfig config;
    private final TrustedCertificates trusted;
    private final InstantSource time;
    private final Path directory;
    private @Nullable GitFiles files;

    /// @param directory where repositories are kept while they are read
    public GitSource(
            LoaderConfig config, TrustedCertificates trusted, InstantSource time, Path directory) {
        this.config = config;
        this.trusted = trusted;
        this.time = time;
        this.directory = directory;
    }

    @Override
    public boolean handles(StorageUri uri) {
        return GitLocation.handles(uri);
    }

    @Override
    public String form() {
        return "git+https://host/repository.git@ref#path";
    }

    @Override
    public List<RemoteFile> list(Location place) throws LoadFailedException {
        return files().list(place);
    }

    @Override
    public InputStream open(Location place, RemoteFile file, Range range)
            throws LoadFailedException {
        return files().open(place, file, range);
    }

    @Override
    public synchronized void close() {
        if (files != null) {
            files.close();
        }
    }

    private synchronized GitFiles files() {
        if (files == null) {
            files = new GitFiles(config, trusted, time, directory);
        }
        return files;
    }
}
