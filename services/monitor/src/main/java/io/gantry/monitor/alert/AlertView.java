package io.gantry.monitor.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gantry.events.AlertOpened;
import io.gantry.events.Severity;
import io.gantry.events.SilenceCreated;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An open alert as the API shows it.
///
/// @param labels of its rule
/// @param facts what a person would act on
/// @param silencedBy ids of the silences that keep it from people now
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record AlertView(
        String namespace,
        String name,
        String alert,
        Severity severity,
        String summary,
        @Nullable String description,
        Map<String, String> labels,
        Map<String, String> facts,
        @Nullable String runbook,
        Instant startsAt,
        List<String> silencedBy) {

    static AlertView of(AlertOpened alert, List<SilenceCreated> silences) {
        return new AlertView(
                alert.namespace(),
                alert.name(),
                alert.alert(),
                alert.severity(),
                alert.summary(),
                alert.description(),
                new TreeMap<>(alert.labels()),
                new TreeMap<>(alert.facts()),
                alert.runbook(),
                alert.startsAt(),
                silences.stream().map(SilenceCreated::id).toList());
    }
}
