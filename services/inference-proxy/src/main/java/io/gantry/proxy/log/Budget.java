package io.gantry.proxy.log;

import java.util.concurrent.atomic.AtomicLong;

/// The memory that bodies may take which are held beside their way. Safe for use by several
/// threads.
public final class Budget {

    private final long most;
    private final AtomicLong held = new AtomicLong();

    /// @param most bytes
    public Budget(long most) {
        this.most = most;
    }

    /// @return false when there is no room for so many bytes; then none is taken
    public boolean take(long bytes) {
        if (held.addAndGet(bytes) <= most) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    public void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }

    /// In bytes.
    public long held() {
        return held.get();
    }
}
