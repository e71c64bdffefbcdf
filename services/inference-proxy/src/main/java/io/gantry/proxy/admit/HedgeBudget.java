package io.gantry.proxy.admit;

import java.util.concurrent.atomic.AtomicInteger;

/// Keeps a service's second copies to one for ten requests: where all replicas are slow, copies
/// would only make them slower. Ten may go at once. Safe for any thread.
public final class HedgeBudget {

    private static final int PRICE = 10;
    private static final int MOST = 10 * PRICE;

    private final AtomicInteger saved = new AtomicInteger(MOST);

    /// A request has come that a second replica may get.
    public void earn() {
        saved.getAndUpdate(now -> Math.min(MOST, now + 1));
    }

    /// @return false when there is nothing left for a copy
    public boolean spend() {
        return saved.getAndUpdate(now -> now < PRICE ? now : now - PRICE) >= PRICE;
    }
}
