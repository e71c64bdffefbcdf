package io.gantry.registry.status;

import io.gantry.kserve.api.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a condition says and why.
///
/// @param reason in CamelCase
/// @param message sentences for a person
/// @param since when its truth last changed
record Finding(Truth truth, @Nullable String reason, @Nullable String message, Instant since) {

    Condition as(String type) {
        return new Condition(type, truth.text(), reason, message, null, text(since), Map.of());
    }

    Finding because(String newReason, String newMessage) {
        return new Finding(truth, newReason, newMessage, since);
    }

    Finding with(Truth newTruth) {
        return new Finding(newTruth, reason, message, since);
    }

    /// What holds of all of them: true once the last of them is, and what the first says that has
    /// failed, or is on its way, if there is one.
    static Finding all(List<Finding> parts) {
        Comparator<Finding> bySince = Comparator.comparing(Finding::since);
        for (Truth bad : List.of(Truth.FALSE, Truth.UNKNOWN)) {
            var first = parts.stream().filter(part -> part.truth() == bad).min(bySince);
            if (first.isPresent()) {
                return first.get();
            }
        }
        Finding last = parts.stream().max(bySince).orElseThrow();
        Finding first = parts.getFirst();
        return new Finding(Truth.TRUE, first.reason(), first.message(), last.since());
    }

    /// RFC 3339 with whole seconds, as Kubernetes writes times.
    static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
