package io.gantry.monitor.alert;

import io.gantry.events.Severity;

/// What a rule says of a service at one time.
sealed interface Finding {

    /// The condition holds.
    ///
    /// @param summary one sentence with the figures
    record Firing(Severity severity, String summary) implements Finding {}

    /// The condition does not hold.
    ///
    /// @param summary one sentence with the figures
    record Clear(String summary) implements Finding {}

    /// Nothing is known that would open the alert or resolve it.
    record Unclear() implements Finding {}
}
