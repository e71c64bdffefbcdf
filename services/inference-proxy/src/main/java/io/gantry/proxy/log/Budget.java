package io.gantry.proxy.log;

import java.util.concurrent.atomic.AtomicLong;

/// The memory that logged bodies may take until they have left. Safe for use by several threads.
final class Budget {

    private final long most;
    private final AtomicLong held = new AtomicLong();

    /// @param most bytes
    Budget(long most) {
        this.most = most;
    }

    /// @return false when there is no room for so many bytes; then none is taken
    boolean take(long bytes) {
        if (held.addAndGet(bytes) <= most) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }

    /// In bytes.
    long held() {
        return held.get();
    }
}
