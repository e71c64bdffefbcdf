package io.gantry.runtime.llamacpp.gguf;

/// A model that cannot be served, and why, in a sentence for people.
public final class UnusableModelException extends Exception {

    private static final long serialVersionUID = 1;

    public UnusableModelException(String message) {
        super(message);
    }

    public UnusableModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
