package io.gantry.graph.gjson;

/// A path that is not in the subset. The message says what was found.
public final class UnsupportedPathException extends Exception {

    private static final long serialVersionUID = 1;

    UnsupportedPathException(String message) {
        super(message);
    }
}
