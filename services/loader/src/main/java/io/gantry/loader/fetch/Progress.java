package io.gantry.loader.fetch;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// How far a download is; written by its transfers, read by anyone.
public final class Progress {

    private final LongAdder done = new LongAdder();
    private volatile @Nullable Long total;

    /// Bytes on this node's disk; a file that has to start over takes its bytes back.
    public long done() {
        return done.sum();
    }

    /// Null while the source has not told it.
    public @Nullable Long total() {
        return total;
    }

    void add(long bytes) {
        done.add(bytes);
    }

    public void expect(@Nullable Long bytes) {
        total = bytes;
    }
}
