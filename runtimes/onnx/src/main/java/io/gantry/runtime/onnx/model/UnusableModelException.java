package io.gantry.runtime.onnx.model;

/// A model that cannot be served. Its message is the one line people get to see: which file, what
/// was found, what to do.
public final class UnusableModelException extends Exception {

    public UnusableModelException(String message) {
        super(message);
    }

    public UnusableModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
