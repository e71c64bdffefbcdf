package io.gantry.registry.timeline;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/// Something that has happened to a model; written once, by whichever instance hears of it first.
@Entity
@Immutable
@Table(name = "timeline")
@SuppressWarnings("NullAway.Init")
class TimelineEntity {

    /// A resource version, so that what has settled is known as it is of resources.
    @Id long id;

    String namespace;

    String name;

    @Column(name = "event_id")
    String eventId;

    @Column(name = "happened_at")
    Instant at;

    /// The CloudEvent's type.
    String type;

    @Nullable String revision;

    @Nullable String node;

    String message;
}
