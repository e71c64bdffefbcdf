package io.gantry.monitor.rule;

import io.gantry.events.Severity;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// When an alert is opened and what it says.
///
/// @param name of the rule and of its alerts
/// @param match what it is for, among what its condition is of
/// @param pending how long the condition has to hold before the alert is opened
/// @param keepFiringFor how long it has to be gone before the alert is resolved
/// @param labels that its alerts have beside `alert`, `severity`, `namespace` and `name`
/// @param runbook where it says what to do, an URL or a path
/// @param inhibitedBy rules whose alert of the same subject explains this one, which is then not
///   opened, or over if it was
public record Rule(
        String name,
        Condition condition,
        Match match,
        Severity severity,
        Duration pending,
        Duration keepFiringFor,
        Map<String, String> labels,
        Template summary,
        Optional<Template> description,
        Optional<String> runbook,
        Set<String> inhibitedBy) {

    public Rule {
        labels = Map.copyOf(labels);
        inhibitedBy = Set.copyOf(inhibitedBy);
    }
}
