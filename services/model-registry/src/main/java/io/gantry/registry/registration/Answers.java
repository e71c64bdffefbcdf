package io.gantry.registry.registration;

import io.gantry.events.RegistrationAccepted;
import io.gantry.events.RegistrationRejected;
import io.gantry.events.RegistrationRejected.FieldProblem;
import io.gantry.events.RegistrationResult;
import io.gantry.kserve.validate.Violation;
import io.gantry.registry.inferenceservice.StoredService;
import io.gantry.registry.model.ModelRequests;
import io.gantry.registry.resource.ApplyOutcome;
import io.gantry.registry.resource.DeleteOutcome;
import java.util.List;

/// What producers are answered.
final class Answers {

    private Answers() {}

    static RegistrationResult of(
            Registration registration, Wish.Form form, ApplyOutcome<StoredService> outcome) {
        return switch (outcome) {
            case ApplyOutcome.Created<StoredService>(var stored) -> accepted(registration, stored);
            case ApplyOutcome.Configured<StoredService>(var stored) ->
                    accepted(registration, stored);
            case ApplyOutcome.Unchanged<StoredService>(var stored) ->
                    accepted(registration, stored);
            case ApplyOutcome.Invalid<StoredService>(var violations) ->
                    rejected(registration, problems(form, violations));
            case ApplyOutcome.Conflict<StoredService>(var difference) ->
                    rejected(
                            registration,
                            List.of(
                                    new FieldProblem(
                                            "metadata." + difference.field(),
                                            "is %s and the stored one's is %s; leave it out to write in any case"
                                                    .formatted(
                                                            difference.given(),
                                                            difference.found()))));
            case ApplyOutcome.AlreadyExists<StoredService> _,
                    ApplyOutcome.NotFound<StoredService> _ ->
                    throw new IllegalStateException(
                            "A registration takes a service whether it is there or not");
        };
    }

    static RegistrationResult of(Registration registration, DeleteOutcome<StoredService> outcome) {
        return switch (outcome) {
            case DeleteOutcome.Deleted<StoredService> deleted ->
                    accepted(registration, deleted.stored());
            case DeleteOutcome.Conflict<StoredService> _ ->
                    throw new IllegalStateException("A withdrawal meets no conditions");
            case DeleteOutcome.NotFound<StoredService> _ ->
                    rejected(
                            registration,
                            Wish.Refused.because(
                                    "There is no model %s in namespace %s, so there is nothing to withdraw"
                                            .formatted(
                                                    registration.key().name(),
                                                    registration.key().namespace())));
        };
    }

    static RegistrationResult rejected(Registration registration, Wish.Refused refused) {
        return new RegistrationRejected(
                registration.key().namespace(),
                registration.key().name(),
                registration.id().id(),
                refused.reason(),
                refused.problems());
    }

    static RegistrationResult accepted(Registration registration, long generation) {
        return new RegistrationAccepted(
                registration.key().namespace(),
                registration.key().name(),
                registration.id().id(),
                generation);
    }

    private static RegistrationResult accepted(Registration registration, StoredService stored) {
        return accepted(registration, stored.generation());
    }

    private static RegistrationResult rejected(
            Registration registration, List<FieldProblem> problems) {
        return rejected(registration, Wish.Refused.of(problems));
    }

    /// In the words of what the producer wrote.
    private static List<FieldProblem> problems(Wish.Form form, List<Violation> violations) {
        return switch (form) {
            case MODEL ->
                    ModelRequests.errors(violations).stream()
                            .map(error -> new FieldProblem(error.field(), error.message()))
                            .toList();
            case MANIFEST -> violations.stream().map(Answers::problem).toList();
        };
    }

    private static FieldProblem problem(Violation violation) {
        String found = violation.found() == null ? "" : " (found %s)".formatted(violation.found());
        return new FieldProblem(
                violation.field(),
                "%s%s; %s".formatted(violation.message(), found, violation.remedy()));
    }
}
