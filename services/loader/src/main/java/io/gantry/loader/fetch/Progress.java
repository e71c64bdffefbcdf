package io.gantry.loader.fetch;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// How far a download is; written by its transfers, read by anyone.
public final class Progress {

    private final LongAdder kept = new LongAdder();
    private final LongAdder received = new LongAdder();
    private volatile @Nullable Long total;

    /// Bytes on this node's disk; a file that has to start over takes its bytes back.
    public long done() {
        return kept.sum() + received.sum();
    }

    /// Those of them that came in this attempt.
    public long received() {
        return received.sum();
    }

    /// Null while the source has not told it.
    public @Nullable Long total() {
        return total;
    }

    public void add(long bytes) {
        received.add(bytes);
    }

    /// What an earlier attempt brought to disk.
    public void keep(long bytes) {
        kept.add(bytes);
    }

    /// Nothing of it counts any more.
    public void startOver() {
        kept.reset();
        received.reset();
    }

    public void expect(@Nullable Long bytes) {
        total = bytes;
    }
}
