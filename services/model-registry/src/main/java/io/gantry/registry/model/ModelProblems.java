package io.gantry.registry.model;

import io.gantry.kserve.validate.Violation;
import io.gantry.problem.Problem;
import io.gantry.problem.Problem.FieldError;
import io.gantry.problem.ProblemException;
import io.gantry.registry.inferenceservice.ServiceKey;
import java.util.List;

/// What `/v1/models` answers when something is wrong.
final class ModelProblems {

    private ModelProblems() {}

    static ProblemException broken(ModelReading.Broken broken) {
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
                                "invalid-model",
                                "The model is not valid",
                                "%s: %s%s".formatted(first.field(), first.message(), more))
                        .withErrors(errors));
    }

    static ProblemException invalid(List<Violation> violations) {
        return wrong(violations.stream().map(ModelProblems::error).toList());
    }

    static ProblemException parameter(String name, String message) {
        return new ProblemException(
                Problem.of(
                                400,
                                "invalid-parameter",
                                "A parameter of the address is not valid",
                                name + " " + message)
                        .withErrors(List.of(new FieldError(name, message))));
    }

    static ProblemException notFound(ServiceKey key) {
        return new ProblemException(
                Problem.of(
                        404,
                        "model-not-found",
                        "There is no such model",
                        "There is no model %s in namespace %s; GET /v1/models lists those there are"
                                .formatted(key.name(), key.namespace())));
    }

    static ProblemException exists(ServiceKey key) {
        return new ProblemException(
                Problem.of(
                        409,
                        "model-exists",
                        "The model exists with another specification",
                        "Model %s in namespace %s exists with another specification; PUT /v1/models/%s/%s changes it"
                                .formatted(
                                        key.name(), key.namespace(), key.namespace(), key.name())));
    }

    /// A violation in the request's own words.
    static FieldError error(Violation violation) {
        String field = ModelManifests.inFieldsOfRequest(violation.field());
        String found = violation.found() == null ? "" : " (found %s)".formatted(violation.found());
        return new FieldError(
                field, "%s%s; %s".formatted(violation.message(), found, violation.remedy()));
    }
}
