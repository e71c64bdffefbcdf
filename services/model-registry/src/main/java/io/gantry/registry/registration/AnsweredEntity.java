package io.gantry.registry.registration;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/// The note that a registration was answered; written once.
@Entity
@Immutable
@Table(name = "answered_registration")
@SuppressWarnings("NullAway.Init")
class AnsweredEntity {

    @EmbeddedId RegistrationId id;

    String namespace;

    String name;

    @Nullable Long generation;

    @Nullable String rejection;

    @Column(name = "answered_at")
    Instant answeredAt;
}
