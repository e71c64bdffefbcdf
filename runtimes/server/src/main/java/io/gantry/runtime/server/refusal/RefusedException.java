package io.gantry.runtime.server.refusal;

/// Ends a request with a message for its client. An exception and not an outcome, because it is
/// thrown from the depth of streaming parsers.
public final class RefusedException extends RuntimeException {

    private final Reason reason;

    public RefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public RefusedException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public static RefusedException badInput(String message) {
        return new RefusedException(Reason.BAD_INPUT, message);
    }

    public Reason reason() {
        return reason;
    }

    /// Never null, unlike [#getMessage()].
    public String explanation() {
        return String.valueOf(getMessage());
    }
}
