package io.gantry.events;

import java.time.Instant;

public record AlertResolved(
        String namespace,
        String name,
        String alert,
        Severity severity,
        String summary,
        Instant startsAt,
        Instant endsAt)
        implements AlertEvent {}
