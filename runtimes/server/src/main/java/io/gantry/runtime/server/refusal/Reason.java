package io.gantry.runtime.server.refusal;

/// Why a request is refused.
public enum Reason {
    BAD_INPUT(400),
    UNKNOWN(404),
    TOO_LARGE(413),
    FAILED(500),
    NOT_READY(503),
    BUSY(503);

    private final int status;

    Reason(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }

    /// Whether the same request may succeed a moment later, so that `Retry-After` is worth sending.
    public boolean isTransient() {
        return this == NOT_READY || this == BUSY;
    }
}
