package io.gantry.registry.registration;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gantry.events.RegistrationAccepted;
import io.gantry.events.RegistrationRejected;
import io.gantry.events.RegistrationResult;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.RegistryConfig;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Optional;

/// Which registrations were answered, and how.
@ApplicationScoped
class AnsweredStore implements PanacheRepositoryBase<AnsweredEntity, RegistrationId> {

    /// A few at a time, and none that another registry is removing.
    private static final String FORGET =
            "delete from answered_registration where (source, id, digest) in ("
                    + "select source, id, digest from answered_registration"
                    + " where answered_at < ?1 limit 100 for update skip locked)";

    private final InstantSource time;
    private final RegistryConfig.Registrations config;

    AnsweredStore(InstantSource time, RegistryConfig config) {
        this.time = time;
        this.config = config.registrations();
    }

    /// What the registration was answered; empty when it was not yet.
    Uni<Optional<RegistrationResult>> answer(RegistrationId id) {
        return findById(id).map(row -> Optional.ofNullable(row).map(AnsweredStore::result));
    }

    /// Notes the answer in the current transaction, and forgets what the topic has forgotten.
    Uni<Void> remember(Registration registration, RegistrationResult result) {
        AnsweredEntity row = new AnsweredEntity();
        row.id = registration.id();
        row.namespace = result.namespace();
        row.name = result.name();
        row.answeredAt = time.instant();
        switch (result) {
            case RegistrationAccepted accepted -> row.generation = accepted.generation();
            case RegistrationRejected rejected -> row.rejection = KServeJson.toJson(rejected);
        }
        return persist(row)
                .chain(Panache::getSession)
                .flatMap(session ->
                        session.createNativeQuery(FORGET)
                                .setParameter(1, row.answeredAt.minus(config.remember()))
                                .executeUpdate())
                .replaceWithVoid();
    }

    private static RegistrationResult result(AnsweredEntity row) {
        if (row.rejection == null) {
            return new RegistrationAccepted(
                    row.namespace,
                    row.name,
                    row.id.id(),
                    row.generation == null ? 0 : row.generation);
        }
        try {
            return KServeJson.mapper().readValue(row.rejection, RegistrationRejected.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The database holds what is no rejection", e);
        }
    }
}
