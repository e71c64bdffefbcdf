package io.gantry.events;

import java.time.Instant;

/// An alert of one service. Each is opened once and resolved once; `startsAt` tells one occurrence
/// from the next.
public sealed interface AlertEvent extends Event permits AlertOpened, AlertResolved {

    String namespace();

    String name();

    /// The rule, for example `ErrorRateHigh`.
    String alert();

    Severity severity();

    /// One sentence with the figures that opened or resolved it.
    String summary();

    Instant startsAt();

    @Override
    default Topic topic() {
        return Topic.ALERTS;
    }

    @Override
    default String key() {
        return Keys.service(namespace(), name());
    }
}
