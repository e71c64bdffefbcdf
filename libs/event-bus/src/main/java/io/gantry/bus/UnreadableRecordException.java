package io.gantry.bus;

import io.gantry.events.UnreadableEventException;

/// A record that no service can read; thrown out of an `@Incoming` method it makes the record a
/// dead letter.
public final class UnreadableRecordException extends RuntimeException {

    UnreadableRecordException(UnreadableEventException cause) {
        super(cause.getMessage(), cause);
    }
}
