package io.gantry.proxy.forward;

import io.gantry.proxy.log.Budget;

/// The memory that the bodies of one request take which are held whole, out of what those of all
/// requests may take together (`gantry.proxy.forward.max-held-bodies`). For one thread at a time.
final class Holding {

    private final Budget budget;
    private long held;
    private boolean released;

    Holding(Budget budget) {
        this.budget = budget;
    }

    /// @return false when there is no room for so many bytes more, or nobody holds anything any
    ///   more
    boolean take(long bytes) {
        if (released || !budget.take(bytes)) {
            return false;
        }
        held += bytes;
        return true;
    }

    /// Gives all of it back, for good.
    void release() {
        released = true;
        budget.giveBack(held);
        held = 0;
    }
}
