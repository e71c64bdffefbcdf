package io.gantry.registry.registration;

import io.gantry.events.RegistrationResult;
import io.gantry.registry.inferenceservice.InferenceServices;
import io.gantry.registry.publish.Outbox;
import io.gantry.registry.resource.Change;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Lets registrations take effect.
@ApplicationScoped
class Registrations {

    private final InferenceServices services;
    private final AnsweredStore answered;
    private final Outbox outbox;

    Registrations(InferenceServices services, AnsweredStore answered, Outbox outbox) {
        this.services = services;
        this.answered = answered;
        this.outbox = outbox;
    }

    /// Does what the registration asks for and answers it, in one transaction.
    ///
    /// One that was answered before, by its source, id and content, is answered the same again and
    /// has no effect: Kafka may deliver it again long after a newer one, for example when the
    /// group's offsets have expired, and must not undo that one. So a producer gets at least one
    /// answer for each message.
    Uni<RegistrationResult> take(Registration registration) {
        return Panache.withTransaction(() ->
                        answered.answer(registration.id())
                                .flatMap(before ->
                                        before.map(this::again)
                                                .orElseGet(() -> first(registration))))
                .invoke(outbox::committed);
    }

    private Uni<RegistrationResult> again(RegistrationResult before) {
        return outbox.add(before).replaceWith(before);
    }

    private Uni<RegistrationResult> first(Registration registration) {
        return settle(registration).call(result -> answered.remember(registration, result));
    }

    private Uni<RegistrationResult> settle(Registration registration) {
        return switch (registration.wish()) {
            case Wish.Refused refused -> again(Answers.rejected(registration, refused));
            case Wish.Write(var resource, var form) ->
                    services.apply(
                                    new Change<>(
                                            resource, Change.Intent.APPLY, "gantry-registration"),
                                    outcome -> Optional.of(Answers.of(registration, form, outcome)))
                            .map(outcome -> Answers.of(registration, form, outcome));
            case Wish.Withdraw _ ->
                    services.delete(
                                    registration.key(),
                                    outcome -> Optional.of(Answers.of(registration, outcome)))
                            .map(outcome -> Answers.of(registration, outcome));
        };
    }
}
