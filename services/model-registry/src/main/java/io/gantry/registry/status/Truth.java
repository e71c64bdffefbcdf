package io.gantry.registry.status;

/// The status of a condition, as Kubernetes writes it.
enum Truth {
    TRUE("True"),
    /// It will not become true unless something changes, or has been true and is not any more.
    FALSE("False"),
    /// It is on its way.
    UNKNOWN("Unknown");

    private final String text;

    Truth(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
