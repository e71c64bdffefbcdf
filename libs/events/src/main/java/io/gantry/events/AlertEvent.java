package io.gantry.events;

import java.time.Instant;

/// An alert of one service, or with the namespace [Keys#CLUSTER_SCOPE] of one node, topic or
/// consumer. Each is opened once and resolved once; `startsAt` tells one occurrence from the next.
public sealed interface AlertEvent extends Event permits AlertOpened, AlertUpdated, AlertResolved {

    String namespace();

    String name();

    /// The rule, for example `ModelLoadFailed`.
    String alert();

    Severity severity();

    /// One sentence with the figures that opened, changed or resolved it.
    String summary();

    Instant startsAt();

    @Override
    default Topic topic() {
        return Topic.ALERTS;
    }

    @Override
    default String key() {
        return Keys.alert(namespace(), name(), alert());
    }
}
