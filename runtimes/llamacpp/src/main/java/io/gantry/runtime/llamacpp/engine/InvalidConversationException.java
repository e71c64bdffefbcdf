package io.gantry.runtime.llamacpp.engine;

/// A conversation that the model's template refuses, for example by its order of roles.
public final class InvalidConversationException extends Exception {

    private static final long serialVersionUID = 1;

    InvalidConversationException(String message, Throwable cause) {
        super(message, cause);
    }
}
