package io.gantry.proxy.admit;

import io.gantry.proxy.route.RevisionId;

/// A place in a service's line.
public final class Ticket {

    private final Waiter waiter;
    private final Rank rank;
    private final long number;
    private volatile Lane lane;
    private boolean coldStart;
    private boolean pinned;

    /// @param number counts up with each ticket of the service, so that lines can be put together
    /// @param pinned whether it is for this revision and no other
    Ticket(Waiter waiter, long number, Lane lane, boolean coldStart, boolean pinned) {
        this.waiter = waiter;
        this.rank = waiter.rank();
        this.number = number;
        this.lane = lane;
        this.coldStart = coldStart;
        this.pinned = pinned;
    }

    /// The revision whose line the request stood in last.
    public RevisionId revision() {
        return lane.revision();
    }

    Waiter waiter() {
        return waiter;
    }

    Rank rank() {
        return rank;
    }

    long number() {
        return number;
    }

    Lane lane() {
        return lane;
    }

    boolean coldStart() {
        return coldStart;
    }

    boolean pinned() {
        return pinned;
    }

    /// Guarded by the gate's lock, as all that changes. A revision that a request was for and that
    /// is gone binds it no more.
    void moveTo(Lane other, boolean stillCold) {
        lane = other;
        pinned = false;
        coldStart |= stillCold;
    }
}
