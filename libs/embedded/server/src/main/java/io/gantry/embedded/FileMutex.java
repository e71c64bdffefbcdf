package io.gantry.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/// A lock between processes that names its holder and that the operating system releases when the
/// holder dies.
final class FileMutex implements AutoCloseable {

    private static final Duration RETRY = Duration.ofMillis(50);

    private final FileChannel channel;

    private FileMutex(FileChannel channel) {
        this.channel = channel;
    }

    /// Empty when another process, or this one, holds it.
    static Optional<FileMutex> tryAcquire(Path file) {
        try {
            FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            if (!lock(channel)) {
                channel.close();
                return Optional.empty();
            }
            String pid = Long.toString(ProcessHandle.current().pid());
            channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
            return Optional.of(new FileMutex(channel));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + file, e);
        }
    }

    /// Empty when it stays held for that long.
    static Optional<FileMutex> acquire(Path file, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<FileMutex> mutex = tryAcquire(file);
            if (mutex.isPresent() || System.nanoTime() > deadline) {
                return mutex;
            }
            pause();
        }
    }

    static boolean isHeld(Path file) {
        if (!Files.exists(file)) {
            return false;
        }
        Optional<FileMutex> mutex = tryAcquire(file);
        mutex.ifPresent(FileMutex::close);
        return mutex.isEmpty();
    }

    /// The pid of who holds it, for a message.
    static String holder(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release a lock", e);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InfrastructureException("interrupted while waiting for a lock", e);
        }
    }
}
