package io.gantry.registry.registration;

import io.gantry.events.RegistrationAccepted;
import io.gantry.events.RegistrationRejected;
import io.gantry.events.RegistrationResult;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/// Takes registrations from Kafka, one after the other.
///
/// A message's offset is committed when its transaction is. While the database is away the message
/// waits, and those behind it; a message that cannot be processed although the database works ends
/// as a dead letter, after a few attempts.
@ApplicationScoped
class RegistrationInbox {

    private final RegistrationReader reader;
    private final PatientRegistrations registrations;
    private final RegistrationMetrics metrics;

    RegistrationInbox(
            RegistrationReader reader,
            PatientRegistrations registrations,
            RegistrationMetrics metrics) {
        this.reader = reader;
        this.registrations = registrations;
        this.metrics = metrics;
    }

    @Incoming("registrations")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> onRegistration(Message<ConsumerRecord<String, byte[]>> message) {
        Reading reading = reader.read(message.getPayload());
        Uni<Void> answered =
                reading.registration()
                        .map(this::answer)
                        .orElseGet(() -> Uni.createFrom().voidItem());
        return answered.onItemOrFailure()
                .transformToUni((_, failure) -> {
                    Throwable reason = failure == null ? reading.unreadable() : failure;
                    return Uni.createFrom()
                            .completionStage(
                                    () -> reason == null ? message.ack() : message.nack(reason));
                });
    }

    /// Fails when the message can never be processed.
    private Uni<Void> answer(Registration registration) {
        return registrations
                .take(registration)
                .invoke(result -> log(registration, result))
                .replaceWithVoid()
                .onFailure()
                .call(failure -> {
                    Log.errorf(
                            failure,
                            "Registration goes to the dead letter topic id=%s service=%s/%s",
                            registration.id().id(),
                            registration.key().namespace(),
                            registration.key().name());
                    metrics.deadLettered();
                    return registrations.take(
                            new Registration(
                                    registration.id(),
                                    registration.key(),
                                    Wish.Refused.because(
                                            "The registry could not process this registration; its log says why")));
                });
    }

    private void log(Registration registration, RegistrationResult result) {
        String outcome =
                switch (result) {
                    case RegistrationAccepted _ -> "accepted";
                    case RegistrationRejected rejected -> "rejected: " + rejected.reason();
                };
        metrics.answered(result);
        Log.infof(
                "Registration id=%s service=%s/%s outcome=%s",
                registration.id().id(),
                registration.key().namespace(),
                registration.key().name(),
                outcome);
    }
}
