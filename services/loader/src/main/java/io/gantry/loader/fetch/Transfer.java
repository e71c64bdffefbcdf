package io.gantry.loader.fetch;

import io.gantry.events.FailureReason;
import io.gantry.loader.LoaderConfig;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.Sha256;
import io.gantry.loader.verify.VerifiedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Brings one file to disk. A connection that breaks is opened again where it broke off; only when
/// nothing more comes several times in a row does the file fail.
final class Transfer {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final FetchJob job;
    private final RemoteFile file;
    private final LoaderConfig.Download config;
    private final MessageDigest digest = Sha256.newDigest();
    private long done;
    private long furthest;

    Transfer(FetchJob job, RemoteFile file, LoaderConfig.Download config) {
        this.job = job;
        this.file = file;
        this.config = config;
    }

    VerifiedFile run(Path target) throws LoadFailedException, InterruptedException {
        try (FileChannel out =
                FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            copyAll(out);
            if (done != 0) {
                out.force(true);
            }
        } catch (IOException e) {
            throw job.onWriteFailure().apply(e);
        }
        return new VerifiedFile(file.path(), done, Sha256.hex(digest));
    }

    private void copyAll(FileChannel out)
            throws LoadFailedException, InterruptedException, IOException {
        int failures = 0;
        while (true) {
            long before = furthest;
            try {
                copyFrom(done, out);
                return;
            } catch (LoadFailedException e) {
                stopIfInterrupted();
                // What starts over and breaks off at the same byte each time gets nowhere.
                furthest = Math.max(furthest, done);
                failures = furthest > before ? 1 : failures + 1;
                if (e.failure().reason() != FailureReason.STORAGE_UNREACHABLE
                        || failures >= config.attempts()) {
                    throw e;
                }
            }
            pause(failures);
            if (file.version() == null) {
                startOver(out);
            }
        }
    }

    private void copyFrom(long offset, FileChannel out) throws LoadFailedException, IOException {
        try (BreakableStream in =
                new BreakableStream(job.uri(), job.source().open(job.uri(), file, offset))) {
            byte[] buffer = new byte[(int) config.bufferSize().asLongValue()];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                requireNoMore(done + count);
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                digest.update(buffer, 0, count);
                done += count;
                job.progress().add(count);
            }
        }
        requireWhole();
    }

    private void requireWhole() throws LoadFailedException {
        Long size = file.size();
        if (size != null && done < size) {
            throw LoadFailedException.unreachable(
                    job.uri().toString(),
                    "%s ended after %d of %d bytes".formatted(file.path(), done, size),
                    null);
        }
    }

    /// Asked before the bytes are written: nobody made room for them.
    private void requireNoMore(long bytes) throws LoadFailedException {
        Long size = file.size();
        if (size != null && bytes > size) {
            throw LoadFailedException.changed(
                    job.uri().toString(),
                    "%s has more than the %d bytes that were listed".formatted(file.path(), size));
        }
    }

    /// What cannot be told apart from another version cannot be continued.
    private void startOver(FileChannel out) throws IOException {
        out.truncate(0);
        out.position(0);
        digest.reset();
        job.progress().add(-done);
        done = 0;
    }

    private static void pause(int failures) throws InterruptedException {
        long millis = FIRST_PAUSE.toMillis() << Math.min(failures - 1, 6);
        Thread.sleep(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
    }

    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /// Tells apart what the source does wrong from what the disk does.
    private record BreakableStream(StorageUri uri, InputStream in) implements AutoCloseable {

        int read(byte[] buffer) throws LoadFailedException {
            try {
                return in.read(buffer);
            } catch (IOException e) {
                throw broken(e);
            }
        }

        @Override
        public void close() throws LoadFailedException {
            try {
                in.close();
            } catch (IOException e) {
                throw broken(e);
            }
        }

        private LoadFailedException broken(IOException e) {
            return LoadFailedException.unreachable(uri.toString(), NetworkTrouble.describe(e), e);
        }
    }
}
