package io.gantry.loader.fetch;

import io.gantry.loader.outcome.LoadFailedException;
import java.util.concurrent.Callable;

/// Reads one part of a file into memory.
final class PartRequest implements Callable<PartRequest> {

    private final FetchJob job;
    private final RemoteFile file;
    private final Range range;
    private final byte[] bytes;
    private final Persistence persistence;
    private int count;

    /// @param bytes where to; holds the range
    PartRequest(FetchJob job, RemoteFile file, Range range, byte[] bytes, int attempts) {
        this.job = job;
        this.file = file;
        this.range = range;
        this.bytes = bytes;
        this.persistence = new Persistence(attempts);
    }

    byte[] bytes() {
        return bytes;
    }

    int count() {
        return count;
    }

    @Override
    public PartRequest call() throws LoadFailedException, InterruptedException {
        while (true) {
            int before = count;
            try {
                read();
                return this;
            } catch (LoadFailedException e) {
                persistence.afterBreak(e, count > before);
            }
        }
    }

    private void read() throws LoadFailedException {
        int length = (int) (range.to() - range.from());
        Range rest = new Range(range.from() + count, range.to());
        try (BreakableStream in = BreakableStream.open(job, file, rest)) {
            int read = 0;
            while (read >= 0 && count < length) {
                read = in.read(bytes, count, length - count);
                count += Math.max(0, read);
            }
            // A body that was read to its end leaves its connection to the next request.
            var _ = in.read(new byte[1], 0, 1);
        }
        if (count < length) {
            throw LoadFailedException.unreachable(
                    job.uri().toString(),
                    "%s ended after %d of the bytes %d to %d"
                            .formatted(file.path(), count, range.from(), range.to() - 1),
                    null);
        }
    }
}
