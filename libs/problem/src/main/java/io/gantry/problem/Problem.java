package io.gantry.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;

/// An RFC 9457 problem.
///
/// @param type stable URN, for example `urn:gantry:problem:model-not-found`
/// @param title what is always true of the type
/// @param status the HTTP status
/// @param detail what was found this time, and what to do
/// @param errors the wrong fields, when the problem is about fields
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(URI type, String title, int status, String detail, List<FieldError> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE_PREFIX = "urn:gantry:problem:";

    public Problem {
        errors = List.copyOf(errors);
    }

    /// @param slug last part of the type, for example `model-not-found`
    public static Problem of(int status, String slug, String title, String detail) {
        return new Problem(URI.create(TYPE_PREFIX + slug), title, status, detail, List.of());
    }

    public Problem withErrors(List<FieldError> fieldErrors) {
        return new Problem(type, title, status, detail, fieldErrors);
    }

    /// @param field path of the field, for example `storageUri`
    /// @param message what was found and what would be right
    public record FieldError(String field, String message) {}
}
