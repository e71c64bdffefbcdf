package io.gantry.events;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A condition has held for as long as its rule asks for.
///
/// @param labels of the rule; who routes or silences alerts goes by them
/// @param facts what a person would act on, by name, for example `reason` and `revision`; when it
///   changes, the alert is updated
/// @param description more than the summary; null when the rule has none
/// @param runbook where it says what to do; null when the rule names nothing
public record AlertOpened(
        String namespace,
        String name,
        String alert,
        Severity severity,
        String summary,
        Instant startsAt,
        Map<String, String> labels,
        Map<String, String> facts,
        @Nullable String description,
        @Nullable String runbook)
        implements AlertEvent {

    public AlertOpened {
        labels = Map.copyOf(labels);
        facts = Map.copyOf(facts);
    }

    /// An alert of a rule that says no more.
    public AlertOpened(
            String namespace,
            String name,
            String alert,
            Severity severity,
            String summary,
            Instant startsAt) {
        this(namespace, name, alert, severity, summary, startsAt, Map.of(), Map.of(), null, null);
    }
}
