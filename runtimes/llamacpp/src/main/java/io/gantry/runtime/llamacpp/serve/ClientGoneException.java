package io.gantry.runtime.llamacpp.serve;

/// Nobody waits for the answer any more.
public final class ClientGoneException extends Exception {

    private static final long serialVersionUID = 1;
}
