package io.gantry.registry.publish;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/// An event that Kafka does not have yet.
@Entity
@Table(name = "outbox")
@SuppressWarnings("NullAway.Init")
class OutboxEntity {

    /// A resource version; ascending within a key, because the key's row is locked when it is
    /// drawn.
    @Id Long id;

    String topic;

    String key;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(read = "cast(headers as text)", write = "cast(cast(? as text) as jsonb)")
    String headers;

    byte[] payload;

    @Nullable String traceparent;
}
