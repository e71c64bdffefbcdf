package io.gantry.events;

import java.time.Instant;
import java.util.Map;

/// Alerts that begin or change from now on are kept from people, until the silence ends.
///
/// @param matchers values by label, in which `*` stands for any text; an alert is silenced when all
///   of them fit it
/// @param comment why
/// @param createdBy who wants it
public record SilenceCreated(
        String id,
        long generation,
        Map<String, String> matchers,
        String comment,
        String createdBy,
        Instant startsAt,
        Instant endsAt)
        implements SilenceEvent {

    public SilenceCreated {
        matchers = Map.copyOf(matchers);
    }

    @Override
    public boolean removal() {
        return false;
    }
}
