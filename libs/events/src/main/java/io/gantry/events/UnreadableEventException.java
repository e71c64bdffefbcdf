package io.gantry.events;

/// A message that is no event of its topic. Its text says what was found; the message belongs on
/// the dead letter topic.
public final class UnreadableEventException extends Exception {

    public UnreadableEventException(String message) {
        super(message);
    }

    public UnreadableEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
