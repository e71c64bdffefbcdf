package io.gantry.loader.fetch.git;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.NetworkTrouble;
import io.gantry.loader.fetch.Range;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.fetch.rest.RestClient;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.Checksum;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilter;

/// Reads the files of commits, by JGit.
final class GitFiles {

    private final LoaderConfig.Git config;
    private final GitRemote remote;
    private final GitCheckouts checkouts;
    private final LfsServer lfs;

    /// @param directory where repositories are kept while they are read
    GitFiles(LoaderConfig config, TrustedCertificates trusted, InstantSource time, Path directory) {
        OwnSettings.apply();
        this.config = config.git();
        this.remote = new GitRemote(config, trusted);
        this.checkouts = new GitCheckouts(directory, remote, time);
        this.lfs = new LfsServer(new RestClient(config.download(), trusted), time);
    }

    List<RemoteFile> list(Location place) throws LoadFailedException {
        GitQuestion question = GitQuestion.of(place, config);
        ObjectId commit = remote.commit(question);
        try {
            return checkouts.use(question, commit, checkout -> listed(question, commit, checkout));
        } catch (IOException e) {
            throw NetworkTrouble.failure(place.uri(), "the repository", e);
        }
    }

    InputStream open(Location place, RemoteFile file, Range range) throws LoadFailedException {
        GitQuestion question = GitQuestion.of(place, config);
        Locator locator = Locator.parse(file.locator());
        if (locator.lfs() != null) {
            return lfs.open(question, locator.lfs(), range);
        }
        try {
            InputStream in = checkouts.open(question, locator.commit(), locator.blob());
            try {
                in.skipNBytes(range.from());
                return in;
            } catch (IOException e) {
                in.close();
                throw e;
            }
        } catch (IOException e) {
            throw NetworkTrouble.failure(place.uri(), "the repository", e);
        }
    }

    void close() {
        try {
            checkouts.close();
        } catch (IOException e) {
            Log.warn("What was fetched of Git repositories is left until the next start", e);
        }
    }

    private List<RemoteFile> listed(
            GitQuestion question, ObjectId commit, GitCheckouts.Checkout checkout)
            throws IOException, LoadFailedException {
        Repository repository = checkout.repository();
        String root = question.location().path();
        List<RemoteFile> files = new ArrayList<>();
        Set<ObjectId> ordinary = new HashSet<>();
        try (RevWalk commits = new RevWalk(repository);
                TreeWalk tree = new TreeWalk(repository)) {
            tree.addTree(commits.parseCommit(commit).getTree());
            tree.setRecursive(true);
            if (!root.isEmpty()) {
                tree.setFilter(PathFilter.create(root));
            }
            while (tree.next()) {
                requireFile(question.uri(), tree);
                ObjectId blob = tree.getObjectId(0);
                Optional<LfsPointer> lfs = pointer(repository, blob);
                String path = relative(root, tree.getPathString());
                Locator locator = new Locator(commit, blob, lfs.orElse(null));
                if (lfs.isPresent()) {
                    files.add(large(path, locator, lfs.get()));
                } else {
                    files.add(ordinary(path, locator, repository.open(blob).getSize()));
                    ordinary.add(blob);
                }
            }
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            throw GitFailures.noRef(question);
        }
        if (files.isEmpty()) {
            throw GitFailures.nothingThere(question);
        }
        checkouts.expect(checkout, ordinary);
        return files;
    }

    private static void requireFile(StorageUri uri, TreeWalk tree) throws LoadFailedException {
        FileMode mode = tree.getFileMode(0);
        if (!mode.equals(FileMode.REGULAR_FILE) && !mode.equals(FileMode.EXECUTABLE_FILE)) {
            String kind = mode.equals(FileMode.GITLINK) ? "submodule" : "symbolic link";
            throw LoadFailedException.refused(
                    uri.toString(), "'%s' is a %s".formatted(tree.getPathString(), kind));
        }
    }

    private static Optional<LfsPointer> pointer(Repository repository, ObjectId blob)
            throws IOException {
        ObjectLoader content = repository.open(blob);
        return content.getSize() < LfsPointer.LARGEST
                ? LfsPointer.parse(content.getBytes())
                : Optional.empty();
    }

    private static RemoteFile large(String path, Locator locator, LfsPointer lfs) {
        Checksum checksum = new Checksum(Checksum.Algorithm.SHA256, lfs.oid());
        return new RemoteFile(path, lfs.size(), locator.text(), lfs.oid(), true, checksum);
    }

    private static RemoteFile ordinary(String path, Locator locator, long size) {
        String name = locator.blob().name();
        Checksum checksum = new Checksum(Checksum.Algorithm.GIT_BLOB, name);
        return new RemoteFile(path, size, locator.text(), name, false, checksum);
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
