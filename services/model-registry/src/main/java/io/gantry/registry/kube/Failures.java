package io.gantry.registry.kube;

import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.schema.manage.ApplyOutcome.Conflicted;
import io.gantry.kserve.validate.Violation;
import io.gantry.registry.kube.Status.Cause;
import io.gantry.registry.kube.Status.Details;
import io.gantry.registry.resource.Preconditions.Difference;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Failures in the API server's words, which clients know, and with what to do.
final class Failures {

    private Failures() {}

    static StatusException badRequest(String message) {
        return new StatusException(Status.failure(400, "BadRequest", message));
    }

    static StatusException notFound(KubeKind kind, String name) {
        return about(kind, name, 404, "NotFound", kind.resource(name) + " not found");
    }

    static StatusException alreadyExists(KubeKind kind, String name) {
        return about(
                kind,
                name,
                409,
                "AlreadyExists",
                kind.resource(name) + " already exists; PUT replaces it");
    }

    static StatusException noSuchPath(String path) {
        return new StatusException(
                Status.failure(
                        404,
                        "NotFound",
                        "the server could not find the requested resource: there is nothing at %s; /apis/%s lists the versions, and each its kinds"
                                .formatted(path, KubeKind.GROUP)));
    }

    static StatusException methodNotAllowed(String method, RequestPath path) {
        return new StatusException(
                Status.failure(
                        405,
                        "MethodNotAllowed",
                        "%s cannot be done here: the path names %s"
                                .formatted(
                                        method,
                                        path.ofCollection()
                                                ? "a collection, and this takes one resource, or one namespace's collection"
                                                : "one resource, and this takes a collection")));
    }

    static StatusException unknownPatch(String type) {
        return new StatusException(
                Status.failure(
                        415,
                        "UnsupportedMediaType",
                        "the body of the request was in an unknown format (%s) - accepted media types include: %s, %s, %s"
                                .formatted(
                                        type, Patch.JSON_PATCH, Patch.MERGE_PATCH, Patch.APPLY)));
    }

    static StatusException ownedByOthers(KubeKind kind, String name, Conflicted conflicted) {
        List<Cause> causes =
                conflicted.conflicts().stream()
                        .map(each ->
                                new Cause("FieldManagerConflict", each.message(), each.field()))
                        .toList();
        return new StatusException(
                Status.failure(409, "Conflict", conflicted.message())
                        .about(Details.of(kind, name).withCauses(causes)));
    }

    static StatusException unprocessablePatch(@Nullable String why) {
        return new StatusException(
                Status.failure(
                        422,
                        "Invalid",
                        "the server rejected our request due to an error in our request: the patch does not fit the resource: "
                                + why));
    }

    static StatusException conflict(KubeKind kind, String name, Difference difference) {
        return about(
                kind,
                name,
                409,
                "Conflict",
                ("Operation cannot be fulfilled on %s: the object has been modified; please apply your"
                                + " changes to the latest version and try again (%s)")
                        .formatted(
                                kind.resource(name),
                                "metadata.%s is %s here and %s in the request"
                                        .formatted(
                                                difference.field(),
                                                difference.found(),
                                                difference.given())));
    }

    static StatusException invalid(KubeKind kind, String name, List<Violation> violations) {
        return invalid(kind, name, violations.stream().map(Failures::cause).toList(), "");
    }

    static StatusException mistyped(KubeKind kind, Manifest.Mistyped mistyped) {
        Manifest.Malformed why = mistyped.why();
        Cause cause = new Cause("FieldValueTypeInvalid", why.message(), mistyped.field());
        return invalid(
                kind,
                mistyped.name() == null ? "" : mistyped.name(),
                List.of(cause),
                " (line %d, column %d)".formatted(why.line(), why.column()));
    }

    private static StatusException invalid(
            KubeKind kind, String name, List<Cause> causes, String place) {
        String message =
                "%s.%s \"%s\" is invalid: %s%s"
                        .formatted(kind.kind(), KubeKind.GROUP, name, sentences(causes), place);
        Details details =
                new Details(name, KubeKind.GROUP, kind.kind(), null, List.of()).withCauses(causes);
        return new StatusException(Status.failure(422, "Invalid", message).about(details));
    }

    private static String sentences(List<Cause> causes) {
        return causes.stream()
                .map(cause ->
                        cause.message().startsWith(cause.field() + " ")
                                ? cause.message()
                                : cause.field() + ": " + cause.message())
                .collect(Collectors.joining(", "));
    }

    private static Cause cause(Violation violation) {
        String advice = "%s; %s".formatted(violation.message(), violation.remedy());
        return violation.found() == null
                ? new Cause("FieldValueRequired", advice, violation.field())
                : new Cause(
                        "FieldValueInvalid",
                        "Invalid value: \"%s\": %s".formatted(violation.found(), advice),
                        violation.field());
    }

    private static StatusException about(
            KubeKind kind, String name, int code, String reason, String message) {
        return new StatusException(
                Status.failure(code, reason, message).about(Details.of(kind, name)));
    }
}
