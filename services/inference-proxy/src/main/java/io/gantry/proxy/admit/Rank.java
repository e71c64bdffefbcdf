package io.gantry.proxy.admit;

/// Whose a request is that has to wait, and how urgent it is.
///
/// @param priority higher ones go first
/// @param tenant those of one priority take turns; empty for requests that name none, which are one
///   tenant's
public record Rank(int priority, String tenant) {

    public static final Rank NONE = new Rank(0, "");
}
