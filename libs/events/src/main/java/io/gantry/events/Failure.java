package io.gantry.events;

import org.jspecify.annotations.Nullable;

/// Why something does not work, for a program and for a person.
///
/// @param message one sentence: the thing, and what was found
/// @param remedy one sentence: what to do about it
/// @param logTail last lines of the failed process's output, if there was one
public record Failure(
        FailureReason reason, String message, String remedy, @Nullable String logTail) {

    public static Failure of(FailureReason reason, String message, String remedy) {
        return new Failure(reason, message, remedy, null);
    }

    /// What was found and what to do about it, in sentences for people.
    public String sentences() {
        String found = message.endsWith(".") ? message : message + ".";
        return (found + " " + remedy).strip();
    }
}
