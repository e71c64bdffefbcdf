package io.gantry.loader.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Has a long file's bytes go from the kernel's memory to the disk while others still come. A
/// kernel left to itself begins when a tenth of the memory is full of them, and then the end of a
/// download waits for all of those.
final class Settling {

    private static final long STRETCH = 64 * 1024 * 1024;

    private final FileChannel channel;
    private @Nullable FutureTask<Void> underWay;
    private long written;

    Settling(FileChannel channel) {
        this.channel = channel;
    }

    /// @throws IOException when the disk has failed earlier bytes
    void wrote(int count) throws IOException, InterruptedException {
        written += count;
        if (written < STRETCH || (underWay != null && !underWay.isDone())) {
            return;
        }
        end();
        written = 0;
        FutureTask<Void> next =
                new FutureTask<>(() -> {
                    channel.force(false);
                    return null;
                });
        underWay = next;
        Thread.ofVirtual().name("settle").start(next);
    }

    /// Waits for what is under way. The kernel tells of bytes that it could not write but once: who
    /// asks for all of the file later would not hear of it.
    ///
    /// @throws IOException when the disk has failed them
    void end() throws IOException, InterruptedException {
        FutureTask<Void> last = underWay;
        underWay = null;
        if (last == null) {
            return;
        }
        try {
            last.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            throw new IllegalStateException(e);
        }
    }
}
