package io.gantry.proxy.meter;

/// How a request ended.
///
/// @param code the HTTP status that the client got, or [#CLIENT_GONE]
/// @param brokenOff whether the answer ended before its end
public record Outcome(int code, boolean brokenOff) {

    /// The client went away before it had its answer; the number is nginx's.
    public static final int CLIENT_GONE = 499;

    public static Outcome of(int code) {
        return new Outcome(code, false);
    }

    boolean serverError() {
        return brokenOff || code >= 500;
    }

    /// A client that went away is no sign that it asked wrongly.
    boolean clientError() {
        return !brokenOff && code >= 400 && code < 500 && code != CLIENT_GONE;
    }
}
