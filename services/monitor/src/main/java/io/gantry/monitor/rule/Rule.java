package io.gantry.monitor.rule;

import io.gantry.events.Severity;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

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

    /// What a URL begins with (RFC 3986, section 3.1).
    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:");

    public Rule {
        labels = Map.copyOf(labels);
        inhibitedBy = Set.copyOf(inhibitedBy);
    }

    /// With a runbook that can be followed from anywhere.
    ///
    /// @param base what a path is below
    Rule linked(String base) {
        return new Rule(
                name,
                condition,
                match,
                severity,
                pending,
                keepFiringFor,
                labels,
                summary,
                description,
                runbook.map(page -> SCHEME.matcher(page).find() ? page : below(base, page)),
                inhibitedBy);
    }

    private static String below(String base, String path) {
        return (base.endsWith("/") ? base : base + "/")
                + (path.startsWith("/") ? path.substring(1) : path);
    }
}
