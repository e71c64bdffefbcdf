package io.gantry.proxy.admit;

import io.gantry.events.Endpoint;
import io.gantry.proxy.route.RevisionId;
import java.util.concurrent.atomic.AtomicInteger;

/// A replica, and how many of this proxy's requests it has.
public final class Slot {

    private final Endpoint endpoint;
    private final Lane lane;
    private final int limit;
    private final AtomicInteger outstanding = new AtomicInteger();
    private final Health health = new Health();

    /// @param limit most requests at once; 0 for any number
    Slot(Endpoint endpoint, Lane lane, int limit) {
        this.endpoint = endpoint;
        this.lane = lane;
        this.limit = limit;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public RevisionId revision() {
        return lane.revision();
    }

    public int outstanding() {
        return outstanding.get();
    }

    /// How many it takes at once; 0 for any number.
    public int limit() {
        return limit;
    }

    /// Whether it has as many as it takes.
    public boolean isFull() {
        return limit > 0 && outstanding.get() >= limit;
    }

    /// What its requests say of how it is.
    public Health health() {
        return health;
    }

    Lane lane() {
        return lane;
    }

    boolean take() {
        boolean taken = count();
        if (taken) {
            health.taken();
        }
        return taken;
    }

    private boolean count() {
        if (limit == 0) {
            outstanding.incrementAndGet();
            return true;
        }
        int current = outstanding.get();
        while (current < limit) {
            int seen = outstanding.compareAndExchange(current, current + 1);
            if (seen == current) {
                return true;
            }
            current = seen;
        }
        return false;
    }

    void giveBack() {
        outstanding.decrementAndGet();
    }
}
