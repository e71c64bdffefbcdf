package io.gantry.runtime.llamacpp.serve;

import java.util.concurrent.atomic.AtomicLong;

/// The tokens that one answer has in the KV cache.
final class CacheUse implements AutoCloseable {

    private final AtomicLong all;
    private int own;

    /// @param all tokens of all answers
    CacheUse(AtomicLong all, int prompt) {
        this.all = all;
        this.own = prompt;
        all.addAndGet(prompt);
    }

    void grow() {
        own++;
        all.incrementAndGet();
    }

    @Override
    public void close() {
        all.addAndGet(-own);
    }
}
