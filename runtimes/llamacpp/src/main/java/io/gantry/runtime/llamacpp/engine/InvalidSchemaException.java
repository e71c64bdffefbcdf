package io.gantry.runtime.llamacpp.engine;

/// A JSON schema that llama.cpp has no grammar for.
public final class InvalidSchemaException extends Exception {

    private static final long serialVersionUID = 1;

    InvalidSchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
