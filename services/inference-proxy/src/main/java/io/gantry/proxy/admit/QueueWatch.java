package io.gantry.proxy.admit;

import io.gantry.proxy.route.RevisionId;

/// Hears of what waits. Called with the gate's lock held, so it must be quick.
public interface QueueWatch {

    /// Requests joined (+) or left (-) the line of a revision.
    ///
    /// @param atZero whether the revision has no ready replica, so that somebody has to wake it
    void queued(RevisionId revision, int change, boolean atZero);

    /// A request was due at a revision that is scaled to zero and is served by another.
    void missed(RevisionId revision);
}
