package io.gantry.registry.plan;

import io.gantry.problem.Problem;
import io.gantry.problem.Problem.FieldError;
import io.gantry.problem.ProblemException;
import java.util.List;

/// What `/v1/plan` answers when something is wrong.
final class PlanProblems {

    private PlanProblems() {}

    static ProblemException broken(PlanReading.Broken broken) {
        return new ProblemException(
                Problem.of(
                        400,
                        "unreadable-body",
                        "The body cannot be read",
                        "Line %d, column %d: %s"
                                .formatted(broken.line(), broken.column(), broken.message())));
    }

    static ProblemException wrong(List<FieldError> errors) {
        FieldError first = errors.getFirst();
        String more = errors.size() == 1 ? "" : " (and %d more)".formatted(errors.size() - 1);
        return new ProblemException(
                Problem.of(
                                422,
                                "invalid-plan",
                                "The plan's request is not valid",
                                "%s: %s%s".formatted(first.field(), first.message(), more))
                        .withErrors(errors));
    }

    static ProblemException wrong(String field, String message) {
        return wrong(List.of(new FieldError(field, message)));
    }
}
