package io.gantry.events;

import java.time.Instant;

public record AlertOpened(
        String namespace,
        String name,
        String alert,
        Severity severity,
        String summary,
        Instant startsAt)
        implements AlertEvent {}
