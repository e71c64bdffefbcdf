package io.gantry.autoscale.knative;

/// What a number of replicas came from.
public enum Rule {
    /// Average demand over the stable window.
    STABLE_WINDOW,
    /// Average demand over the panic window, which is above that of the stable window.
    PANIC_WINDOW,
    /// The largest number since the panic began.
    PANIC_HOLD
}
