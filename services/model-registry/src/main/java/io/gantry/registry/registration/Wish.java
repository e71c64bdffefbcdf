package io.gantry.registry.registration;

import io.gantry.events.RegistrationRejected.FieldProblem;
import io.gantry.kserve.api.InferenceService;
import java.util.List;

/// What a registration asks for.
sealed interface Wish {

    /// To create or to change a service.
    ///
    /// @param form what it was written as
    record Write(InferenceService resource, Form form) implements Wish {}

    /// To delete it.
    record Withdraw() implements Wish {}

    /// Nothing that can be done.
    ///
    /// @param reason one sentence for its producer
    record Refused(String reason, List<FieldProblem> problems) implements Wish {

        public Refused {
            problems = List.copyOf(problems);
        }

        static Refused because(String reason) {
            return new Refused(reason, List.of());
        }

        static Refused of(List<FieldProblem> problems) {
            FieldProblem first = problems.getFirst();
            String more =
                    problems.size() == 1 ? "" : " (and %d more)".formatted(problems.size() - 1);
            return new Refused(
                    "%s: %s%s".formatted(first.field(), first.message(), more), problems);
        }
    }

    /// How a service can be written.
    enum Form {
        /// As the body of `POST /v1/models`.
        MODEL,
        /// As KServe writes it.
        MANIFEST
    }
}
