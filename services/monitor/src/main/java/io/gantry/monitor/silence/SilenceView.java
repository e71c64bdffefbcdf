package io.gantry.monitor.silence;

import io.gantry.events.SilenceCreated;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// A silence as the API shows it.
@RegisterForReflection
record SilenceView(
        String id,
        Map<String, String> matchers,
        String comment,
        String createdBy,
        Instant startsAt,
        Instant endsAt) {

    static SilenceView of(SilenceCreated silence) {
        return new SilenceView(
                silence.id(),
                new TreeMap<>(silence.matchers()),
                silence.comment(),
                silence.createdBy(),
                silence.startsAt(),
                silence.endsAt());
    }
}
