package io.gantry.proxy.admit;

import io.gantry.events.Failure;
import io.gantry.proxy.route.RevisionId;

/// What became of a request at the gate.
public sealed interface Admission {

    /// It goes to this replica, now.
    record Admitted(Slot slot) implements Admission {}

    /// It waits; its [Waiter] will hear.
    record Held(Ticket ticket) implements Admission {}

    /// As many wait as may.
    record Full(RevisionId revision, int limit) implements Admission {}

    /// The model failed and no replica of it is left.
    record Broken(RevisionId revision, Failure failure) implements Admission {}

    /// The service wants no replica of any revision, or was deleted meanwhile.
    record Closed() implements Admission {}
}
