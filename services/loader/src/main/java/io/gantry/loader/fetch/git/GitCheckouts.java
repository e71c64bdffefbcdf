package io.gantry.loader.fetch.git;

import io.gantry.loader.outcome.LoadFailedException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/// Keeps the commits that are being read, each in a bare repository of its own: until every file of
/// it was read to its end, or nobody has come back for long. What is gone is fetched again when it
/// is asked for.
final class GitCheckouts implements AutoCloseable {

    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    private final Path directory;
    private final GitRemote remote;
    private final InstantSource time;
    private final Map<Key, Checkout> checkouts = new HashMap<>();
    private boolean swept;

    private record Key(URI repository, ObjectId commit) {}

    GitCheckouts(Path directory, GitRemote remote, InstantSource time) {
        this.directory = directory;
        this.remote = remote;
        this.time = time;
    }

    /// One commit on this disk. Its lock is held while it is fetched; all else is guarded by the
    /// monitor of the checkouts.
    static final class Checkout {

        private final Key key;
        private final Lock fetching = new ReentrantLock();
        private final Set<ObjectId> unread = new HashSet<>();
        private int readers;
        private Instant used = Instant.EPOCH;
        private @Nullable Repository repository;

        private Checkout(Key key) {
            this.key = key;
        }

        /// Only for who has entered.
        Repository repository() {
            return Objects.requireNonNull(repository);
        }

        private void delete() throws IOException {
            if (repository != null) {
                Path home = repository.getDirectory().toPath();
                repository.close();
                repository = null;
                GitCheckouts.delete(home);
            }
        }
    }

    /// What is done with a commit while it is there.
    interface Use<T> {
        T with(Checkout checkout) throws IOException, LoadFailedException;
    }

    /// For who uses the commit just now.
    ///
    /// @param files what has to be read before the commit is removed
    synchronized void expect(Checkout checkout, Set<ObjectId> files) {
        checkout.unread.addAll(files);
    }

    /// Fetches the commit unless it is there.
    <T> T use(GitQuestion question, ObjectId commit, Use<T> use)
            throws IOException, LoadFailedException {
        Checkout checkout = enter(question, commit);
        try {
            return use.with(checkout);
        } finally {
            leave(checkout);
        }
    }

    /// A file's bytes; the commit stays at least until they are closed.
    InputStream open(GitQuestion question, ObjectId commit, ObjectId file)
            throws IOException, LoadFailedException {
        Checkout checkout = enter(question, commit);
        try {
            InputStream in = checkout.repository().open(file).openStream();
            return new FilterInputStream(in) {
                private boolean ended;
                private boolean closed;

                @Override
                public int read(byte[] buffer, int from, int length) throws IOException {
                    int count = super.read(buffer, from, length);
                    ended |= count < 0;
                    return count;
                }

                @Override
                public void close() throws IOException {
                    if (!closed) {
                        closed = true;
                        super.close();
                        if (ended) {
                            wasRead(checkout, file);
                        }
                        leave(checkout);
                    }
                }
            };
        } catch (IOException e) {
            leave(checkout);
            throw e;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        for (Checkout checkout : checkouts.values()) {
            checkout.delete();
        }
        checkouts.clear();
        if (swept) {
            delete(directory);
        }
    }

    private Checkout enter(GitQuestion question, ObjectId commit)
            throws IOException, LoadFailedException {
        Checkout checkout = entered(new Key(question.location().repository(), commit));
        boolean whole = false;
        checkout.fetching.lock();
        try {
            if (checkout.repository == null) {
                checkout.repository = fetched(question, commit);
            }
            whole = true;
            return checkout;
        } finally {
            checkout.fetching.unlock();
            if (!whole) {
                leave(checkout);
            }
        }
    }

    private synchronized Checkout entered(Key key) throws IOException {
        sweep();
        Checkout checkout = checkouts.computeIfAbsent(key, Checkout::new);
        checkout.readers++;
        return checkout;
    }

    private Repository fetched(GitQuestion question, ObjectId commit)
            throws IOException, LoadFailedException {
        Path home = Files.createTempDirectory(directory, "commit-");
        boolean whole = false;
        try (Repository repository = new FileRepository(home.toFile())) {
            repository.create(true);
            remote.fetch(question, commit, repository);
            repository.incrementOpen();
            whole = true;
            return repository;
        } finally {
            if (!whole) {
                delete(home);
            }
        }
    }

    private synchronized void wasRead(Checkout checkout, ObjectId file) {
        checkout.unread.remove(file);
    }

    private synchronized void leave(Checkout checkout) throws IOException {
        checkout.readers--;
        checkout.used = time.instant();
        if (checkout.unread.isEmpty() && checkout.readers == 0) {
            checkouts.remove(checkout.key, checkout);
            checkout.delete();
        }
    }

    /// Removes what an earlier process has left, and what nobody has come back to.
    private void sweep() throws IOException {
        if (!swept) {
            delete(directory);
            Files.createDirectories(directory);
            swept = true;
        }
        Instant late = time.instant().minus(FORGOTTEN);
        for (Checkout checkout : List.copyOf(checkouts.values())) {
            if (checkout.readers == 0 && checkout.used.isBefore(late)) {
                checkouts.remove(checkout.key);
                checkout.delete();
            }
        }
    }

    private static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
