package io.gantry.loader.fetch.git;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.NetworkTrouble;
import io.gantry.loader.fetch.Range;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.Source;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.fetch.rest.RestClient;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.Checksum;
import io.quarkus.logging.Log;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilter;

/// Reads the files of one commit.
@ApplicationScoped
class GitSource implements Source, AutoCloseable {

    private final LoaderConfig.Git config;
    private final GitRemote remote;
    private final GitCheckouts checkouts;
    private final LfsServer lfs;

    GitSource(LoaderConfig config, TrustedCertificates trusted, InstantSource time) {
        this.config = config.git();
        this.remote = new GitRemote(config, trusted);
        this.checkouts = new GitCheckouts(config.cache().directory().resolve("git"), remote, time);
        this.lfs = new LfsServer(new RestClient(config.download(), trusted), time);
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
        StorageUri uri = place.uri();
        GitLocation location = GitLocation.of(uri);
        Optional<GitAccess> access = access(place, location);
        ObjectId commit = remote.commit(uri, location, access);
        try {
            return checkouts.use(
                    uri,
                    location,
                    commit,
                    access,
                    checkout -> listed(uri, location, commit, checkout));
        } catch (IOException e) {
            throw NetworkTrouble.failure(uri, "the repository", e);
        }
    }

    @Override
    public InputStream open(Location place, RemoteFile file, Range range)
            throws LoadFailedException {
        StorageUri uri = place.uri();
        GitLocation location = GitLocation.of(uri);
        Optional<GitAccess> access = access(place, location);
        Locator locator = Locator.parse(file.locator());
        if (locator.lfs() != null) {
            return lfs.open(uri, location.repository(), locator.lfs(), access, range);
        }
        try {
            InputStream in =
                    checkouts.open(uri, location, locator.commit(), access, locator.blob());
            in.skipNBytes(range.from());
            return in;
        } catch (IOException e) {
            throw NetworkTrouble.failure(uri, "the repository", e);
        }
    }

    @Override
    @PreDestroy
    public void close() {
        try {
            checkouts.close();
        } catch (IOException e) {
            Log.warn("What was fetched of Git repositories is left until the next start", e);
        }
    }

    private Optional<GitAccess> access(Location place, GitLocation location) {
        return GitAccess.of(place.credentials(), config, location.repository());
    }

    private List<RemoteFile> listed(
            StorageUri uri, GitLocation location, ObjectId commit, GitCheckouts.Checkout checkout)
            throws IOException, LoadFailedException {
        Repository repository = checkout.repository();
        List<RemoteFile> files = new ArrayList<>();
        Set<ObjectId> ordinary = new HashSet<>();
        try (RevWalk commits = new RevWalk(repository);
                TreeWalk tree = new TreeWalk(repository)) {
            tree.addTree(commits.parseCommit(commit).getTree());
            tree.setRecursive(true);
            if (!location.path().isEmpty()) {
                tree.setFilter(PathFilter.create(location.path()));
            }
            while (tree.next()) {
                requireFile(uri, tree);
                ObjectId blob = tree.getObjectId(0);
                RemoteFile file = file(location, commit, tree.getPathString(), repository, blob);
                files.add(file);
                if (Locator.parse(file.locator()).lfs() == null) {
                    ordinary.add(blob);
                }
            }
        } catch (MissingObjectException e) {
            throw GitFailures.noRef(uri, location);
        }
        if (files.isEmpty()) {
            throw GitFailures.nothingThere(uri, location);
        }
        checkouts.expect(checkout, ordinary);
        return files;
    }

    private static void requireFile(StorageUri uri, TreeWalk tree) throws LoadFailedException {
        FileMode mode = tree.getFileMode(0);
        if (!mode.equals(FileMode.REGULAR_FILE) && !mode.equals(FileMode.EXECUTABLE_FILE)) {
            throw LoadFailedException.refused(
                    uri.toString(),
                    "'%s' is a %s"
                            .formatted(
                                    tree.getPathString(),
                                    mode.equals(FileMode.GITLINK) ? "submodule" : "symbolic link"));
        }
    }

    private static RemoteFile file(
            GitLocation location,
            ObjectId commit,
            String path,
            Repository repository,
            ObjectId blob)
            throws IOException {
        ObjectLoader content = repository.open(blob);
        Optional<LfsPointer> pointer =
                content.getSize() < LfsPointer.LARGEST
                        ? LfsPointer.parse(content.getBytes())
                        : Optional.empty();
        String name = relative(location.path(), path);
        if (pointer.isPresent()) {
            LfsPointer lfs = pointer.get();
            return new RemoteFile(
                    name,
                    lfs.size(),
                    new Locator(commit, blob, lfs).text(),
                    lfs.oid(),
                    true,
                    new Checksum(Checksum.Algorithm.SHA256, lfs.oid()));
        }
        return new RemoteFile(
                name,
                content.getSize(),
                new Locator(commit, blob, null).text(),
                blob.name(),
                false,
                new Checksum(Checksum.Algorithm.GIT_BLOB, blob.name()));
    }

    private static String relative(String root, String path) {
        if (root.isEmpty()) {
            return path;
        }
        return path.equals(root)
                ? path.substring(path.lastIndexOf('/') + 1)
                : path.substring(root.length() + 1);
    }
}
