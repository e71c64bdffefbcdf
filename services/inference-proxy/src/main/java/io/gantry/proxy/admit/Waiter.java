package io.gantry.proxy.admit;

import io.gantry.events.Failure;

/// A request that may have to wait. Called from any thread, once, and must not block.
public interface Waiter {

    /// The request may go to this replica now.
    ///
    /// @param coldStart whether the request waited for a replica to get ready, rather than for one
    ///   to get free
    void admitted(Slot slot, boolean coldStart);

    /// Waiting became pointless: the model failed.
    void broken(Failure failure);

    /// The service was deleted.
    void gone();
}
