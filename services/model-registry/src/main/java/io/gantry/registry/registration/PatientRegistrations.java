package io.gantry.registry.registration;

import io.gantry.events.RegistrationResult;
import io.gantry.registry.RegistryConfig;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/// Lets registrations take effect as soon as the database is there.
@ApplicationScoped
class PatientRegistrations {

    /// How often a message may fail while the database works.
    private static final int ATTEMPTS = 3;

    private final Registrations registrations;
    private final Blame blame;
    private final RegistryConfig.Registrations config;
    private final RegistrationMetrics metrics;
    private final Vertx vertx;

    PatientRegistrations(
            Registrations registrations,
            Blame blame,
            RegistryConfig config,
            RegistrationMetrics metrics,
            Vertx vertx) {
        this.registrations = registrations;
        this.blame = blame;
        this.config = config.registrations();
        this.metrics = metrics;
        this.vertx = vertx;
    }

    /// Waits while the database is away, however long that is. Fails when it is not the database
    /// that is in the way.
    Uni<RegistrationResult> take(Registration registration) {
        AtomicInteger failures = new AtomicInteger();
        return Uni.createFrom()
                .deferred(() -> registrations.take(registration))
                .onFailure()
                .retry()
                .when(all ->
                        all.onItem()
                                .transformToUniAndConcatenate(
                                        failure -> pause(registration, failure, failures)));
    }

    private Uni<Boolean> pause(
            Registration registration, Throwable failure, AtomicInteger failures) {
        return blame.isOfTheMessage(failure)
                .flatMap(ofTheMessage -> {
                    if (ofTheMessage && failures.incrementAndGet() == ATTEMPTS) {
                        return Uni.createFrom().failure(failure);
                    }
                    Log.warnf(
                            "Registration could not be stored, trying again id=%s service=%s/%s reason=%s",
                            registration.id().id(),
                            registration.key().namespace(),
                            registration.key().name(),
                            failure.getMessage());
                    metrics.retried();
                    return delay();
                });
    }

    /// Goes on in the context in which it was called, because database sessions belong to one.
    private Uni<Boolean> delay() {
        return Uni.createFrom()
                .emitter(emitter ->
                        vertx.setTimer(
                                config.retryDelay().toMillis(), _ -> emitter.complete(true)));
    }
}
