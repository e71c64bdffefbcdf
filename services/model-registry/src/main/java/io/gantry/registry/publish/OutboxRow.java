package io.gantry.registry.publish;

import io.gantry.events.EncodedEvent;
import org.jspecify.annotations.Nullable;

/// A row of the outbox as it is read.
record OutboxRow(long id, EncodedEvent event, @Nullable String traceparent) {

    /// Rows of the same queue go one after the other.
    String queue() {
        return event.topic() + "|" + event.key();
    }
}
