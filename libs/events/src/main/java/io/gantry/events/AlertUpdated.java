package io.gantry.events;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that a person would act on has changed of an alert that is open: its facts, its
/// severity or its rule's labels. Figures alone update nothing.
///
/// @param labels of the rule
/// @param facts what a person would act on
/// @param description more than the summary; null when the rule has none
/// @param runbook where it says what to do; null when the rule names nothing
public record AlertUpdated(
        String namespace,
        String name,
        String alert,
        Severity severity,
        String summary,
        Instant startsAt,
        Instant updatedAt,
        Map<String, String> labels,
        Map<String, String> facts,
        @Nullable String description,
        @Nullable String runbook)
        implements AlertEvent {

    public AlertUpdated {
        labels = Map.copyOf(labels);
        facts = Map.copyOf(facts);
    }

    /// The alert as it is now.
    public AlertOpened opened() {
        return new AlertOpened(
                namespace,
                name,
                alert,
                severity,
                summary,
                startsAt,
                labels,
                facts,
                description,
                runbook);
    }
}
