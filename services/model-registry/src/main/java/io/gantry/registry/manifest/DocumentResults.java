package io.gantry.registry.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.validate.Violation;
import io.gantry.problem.Problem;
import io.gantry.problem.Problem.FieldError;
import io.gantry.registry.resource.ApplyOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the answer says of a document.
final class DocumentResults {

    private DocumentResults() {}

    static DocumentResult of(ObjectNode resource, ApplyOutcome<?> outcome) {
        return switch (outcome) {
            case ApplyOutcome.Created<?> _ -> applied(resource, "created");
            case ApplyOutcome.Configured<?> _ -> applied(resource, "configured");
            case ApplyOutcome.Unchanged<?> _ -> applied(resource, "unchanged");
            case ApplyOutcome.Invalid<?> invalid -> invalid(resource, invalid.violations());
            case ApplyOutcome.Conflict<?>(var difference) ->
                    refused(
                            resource,
                            Problem.of(
                                    409,
                                    "conflict",
                                    "The resource has changed since it was read",
                                    "metadata.%s is %s and the stored one's is %s; read it again, or leave the field out"
                                            .formatted(
                                                    difference.field(),
                                                    difference.given(),
                                                    difference.found())));
            case ApplyOutcome.AlreadyExists<?> _, ApplyOutcome.NotFound<?> _ ->
                    throw new IllegalStateException("A manifest may be new or not");
        };
    }

    static DocumentResult of(Manifest.Unsupported unsupported) {
        Problem problem =
                Problem.of(
                        422,
                        "unsupported-kind",
                        "The registry does not store this kind",
                        unsupported.why()
                                + " Gantry stores the kinds of serving.kserve.io, which GET"
                                + " /apis/serving.kserve.io lists.");
        return new DocumentResult(
                unsupported.kind(), null, unsupported.name(), "unsupported", problem);
    }

    static DocumentResult of(Manifest.Mistyped mistyped) {
        Manifest.Malformed why = mistyped.why();
        Problem problem =
                Problem.of(422, "invalid-resource", "The resource is not valid", place(why))
                        .withErrors(List.of(new FieldError(mistyped.field(), why.message())));
        return new DocumentResult(mistyped.kind(), null, mistyped.name(), "invalid", problem);
    }

    static DocumentResult of(Manifest.Malformed malformed) {
        return new DocumentResult(null, null, null, "invalid", unreadable(place(malformed)));
    }

    static Problem unreadable(String detail) {
        return Problem.of(400, "unreadable-body", "The body cannot be read", detail);
    }

    private static DocumentResult applied(ObjectNode resource, String outcome) {
        return result(resource, outcome, null);
    }

    private static DocumentResult refused(ObjectNode resource, Problem problem) {
        return result(resource, "invalid", problem);
    }

    private static DocumentResult invalid(ObjectNode resource, List<Violation> violations) {
        List<FieldError> errors = violations.stream().map(DocumentResults::error).toList();
        return refused(
                resource,
                Problem.of(
                                422,
                                "invalid-resource",
                                "The resource is not valid",
                                violations.getFirst().sentence())
                        .withErrors(errors));
    }

    private static FieldError error(Violation violation) {
        String found = violation.found() == null ? "" : " (found %s)".formatted(violation.found());
        return new FieldError(
                violation.field(),
                "%s%s; %s".formatted(violation.message(), found, violation.remedy()));
    }

    private static DocumentResult result(
            ObjectNode resource, String outcome, @Nullable Problem problem) {
        String namespace = resource.path("metadata").path("namespace").asText("");
        return new DocumentResult(
                resource.path("kind").asText(),
                namespace.isEmpty() ? null : namespace,
                resource.path("metadata").path("name").asText(),
                outcome,
                problem);
    }

    private static String place(Manifest.Malformed malformed) {
        return "Line %d, column %d: %s"
                .formatted(malformed.line(), malformed.column(), malformed.message());
    }
}
