package io.gantry.loader.fetch;

import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.Digesting;
import io.gantry.loader.verify.VerifiedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// A file on its way to disk. Bytes are written and hashed in their order only, so that its length
/// alone tells how far it is: who comes back to it after a crash goes on there.
final class Landing implements AutoCloseable {

    private static final int STRETCH = 256 * 1024;

    private final RemoteFile file;
    private final FileChannel channel;
    private final Progress progress;
    private final Digesting digest;
    private final Settling settling;
    private long done;

    private Landing(RemoteFile file, FileChannel channel, Progress progress) {
        this.file = file;
        this.channel = channel;
        this.progress = progress;
        this.digest = new Digesting(file.checksum(), file.size());
        this.settling = new Settling(channel);
    }

    /// Begins with what an earlier attempt has left, if anything.
    static Landing open(Path target, RemoteFile file, Progress progress) throws IOException {
        // Who died while it published had made it read-only.
        var _ = target.toFile().setWritable(true);
        FileChannel channel =
                FileChannel.open(
                        target,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        Landing landing = new Landing(file, channel, progress);
        try {
            landing.takeUp();
            return landing;
        } catch (IOException e) {
            landing.close();
            throw e;
        }
    }

    long done() {
        return done;
    }

    /// Whether nothing is left to ask for. Of an empty file that is not known: what may not be read
    /// can look like one.
    boolean whole() {
        return file.size() != null && done == file.size() && done > 0;
    }

    void append(byte[] bytes, int count) throws IOException {
        write(bytes, count);
        digest.update(bytes, 0, count);
        account(count);
    }

    /// Hashes in other threads than it writes in; of a long file, each takes most of a core.
    void append(byte[] bytes, int count, ExecutorService threads)
            throws IOException, InterruptedException {
        Future<?> hashed = threads.submit(() -> digest.updateSha256(bytes, 0, count));
        Future<?> compared =
                digest.hasOther()
                        ? threads.submit(() -> digest.updateOther(bytes, 0, count))
                        : hashed;
        write(bytes, count);
        try {
            hashed.get();
            compared.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        account(count);
        settling.wrote(count);
    }

    private void write(byte[] bytes, int count) throws IOException {
        // A heap buffer goes through a direct one of its size, which the JDK keeps.
        for (int at = 0; at < count; at += STRETCH) {
            ByteBuffer stretch = ByteBuffer.wrap(bytes, at, Math.min(STRETCH, count - at));
            while (stretch.hasRemaining()) {
                channel.write(stretch);
            }
        }
    }

    private void account(int count) {
        done += count;
        progress.add(count);
    }

    void startOver() throws IOException {
        channel.truncate(0);
        digest.reset();
        progress.add(-done);
        done = 0;
    }

    /// Returns when the bytes are on disk, not just in the kernel's memory.
    ///
    /// @throws LoadFailedException when they are not those that the source speaks of; they are
    ///   removed, so that the next attempt does not go on with them
    VerifiedFile verified(FetchJob job)
            throws IOException, LoadFailedException, InterruptedException {
        Digesting.Result result = digest.end();
        Optional<String> fault = result.fault();
        if (fault.isPresent() && job.source().vouchesFor(job.location(), file)) {
            startOver();
            throw LoadFailedException.corrupt(job.uri().toString(), file.path(), fault.get());
        }
        settling.end();
        if (done != 0) {
            channel.force(true);
        }
        return new VerifiedFile(file.path(), done, result.sha256());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void takeUp() throws IOException {
        if (file.size() == null || channel.size() > file.size()) {
            channel.truncate(0);
        }
        ByteBuffer stretch = ByteBuffer.allocate(STRETCH);
        while (channel.read(stretch) >= 0) {
            done += stretch.position();
            digest.update(stretch.array(), 0, stretch.position());
            stretch.clear();
        }
        progress.keep(done);
    }
}
