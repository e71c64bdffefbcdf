package io.gantry.registry;

import io.quarkus.logging.Log;
import java.util.concurrent.CompletionException;

/// Something that is tried until it goes: the log says once that it does not, and once that it does
/// again, however often it was tried between. For one thread.
public final class Trouble {

    private final String begun;
    private final String over;
    private boolean troubled;

    /// @param begun what the log says at the first failure; a reason is added
    /// @param over what it says when it goes again
    public Trouble(String begun, String over) {
        this.begun = begun;
        this.over = over;
    }

    public void met(Throwable failure) {
        if (!troubled) {
            Log.warnf("%s reason=%s", begun, reason(failure));
            troubled = true;
        }
    }

    public void isOver() {
        if (troubled) {
            Log.info(over);
            troubled = false;
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
