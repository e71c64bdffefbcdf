package io.gantry.proxy.admit;

import io.gantry.events.Failure;

/// A request that may have to wait. Hears once what became of it, from any thread, and must not
/// block.
public interface Waiter {

    /// Asked for once, and only when there is no place yet.
    Rank rank();

    /// What its replica is picked by.
    RequestFacts facts();

    /// The request may go to this replica now.
    ///
    /// @param coldStart whether the request waited for a replica to get ready, rather than for one
    ///   to get free
    void admitted(Slot slot, boolean coldStart);

    /// Waiting became pointless: the model failed.
    void broken(Failure failure);

    /// There is no more room for it: others have the better claim.
    ///
    /// @param limit how many may wait
    void displaced(int limit);

    /// The service was deleted.
    void gone();
}
