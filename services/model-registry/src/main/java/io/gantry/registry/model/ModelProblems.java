package io.gantry.registry.model;

import io.gantry.kserve.validate.Violation;
import io.gantry.problem.Problem;
import io.gantry.problem.Problem.FieldError;
import io.gantry.problem.ProblemException;
import io.gantry.registry.inferenceservice.ServiceKey;
import io.gantry.registry.inferenceservice.StoredService;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What `/v1/models` answers when something is wrong.
final class ModelProblems {

    /// How many revisions a sentence names.
    private static final int SHOWN = 20;

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
        return wrong("invalid-model", "The model is not valid", errors);
    }

    static ProblemException wrongRollout(List<FieldError> errors) {
        return wrong("invalid-rollout", "The request is not valid", errors);
    }

    private static ProblemException wrong(String slug, String title, List<FieldError> errors) {
        FieldError first = errors.getFirst();
        String more = errors.size() == 1 ? "" : " (and %d more)".formatted(errors.size() - 1);
        return new ProblemException(
                Problem.of(
                                422,
                                slug,
                                title,
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

    /// @param wanted the revision's name; empty when it was to be the one that was rolled out
    ///   before
    /// @param kept the names of those that there are, the newest first
    static ProblemException noRevision(ServiceKey key, Optional<String> wanted, List<String> kept) {
        String there = kept(kept);
        return revisionNotFound(
                wanted.map(name ->
                                "There is no revision %s of model %s in namespace %s; there are %s"
                                        .formatted(name, key.name(), key.namespace(), there))
                        .orElseGet(() ->
                                "Model %s in namespace %s has no revision of which it is known that it was rolled out before; name one of %s"
                                        .formatted(key.name(), key.namespace(), there)));
    }

    /// The revision is the oldest.
    static ProblemException nothingBefore(String revision) {
        return revisionNotFound(
                "There is no revision before %s; name another one by the parameter with"
                        .formatted(revision));
    }

    private static ProblemException revisionNotFound(String detail) {
        return new ProblemException(
                Problem.of(404, "revision-not-found", "There is no such revision", detail));
    }

    private static String kept(List<String> names) {
        int more = names.size() - SHOWN;
        return more > 0
                ? "%s and %d older ones".formatted(String.join(", ", names.subList(0, SHOWN)), more)
                : String.join(", ", names);
    }

    static ProblemException noCanary(StoredService service) {
        String running = service.revisions().getFirst().name();
        return new ProblemException(
                Problem.of(
                        409,
                        "no-canary",
                        "The model has no canary",
                        "%s gets all requests of model %s in namespace %s, so there is nothing to promote; give the next one a canaryTrafficPercent, or roll back"
                                .formatted(
                                        running, service.key().name(), service.key().namespace())));
    }

    static ProblemException noRuntime(@Nullable String namespace, String name) {
        String where = namespace == null ? "of the cluster" : "in namespace " + namespace;
        return new ProblemException(
                Problem.of(
                        404,
                        "runtime-not-found",
                        "There is no such runtime",
                        "There is no runtime %s %s; GET /v1/runtimes%s lists those there are"
                                .formatted(
                                        name,
                                        where,
                                        namespace == null ? "" : "?namespace=" + namespace)));
    }

    /// A violation in the request's own words.
    static FieldError error(Violation violation) {
        String field = ModelManifests.inFieldsOfRequest(violation.field());
        String found = violation.found() == null ? "" : " (found %s)".formatted(violation.found());
        return new FieldError(
                field, "%s%s; %s".formatted(violation.message(), found, violation.remedy()));
    }
}
