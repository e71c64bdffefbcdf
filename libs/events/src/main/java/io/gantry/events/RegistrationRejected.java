package io.gantry.events;

import java.util.List;

/// The registration had no effect.
///
/// @param reason one sentence for a person
/// @param problems each wrong field: its path, and what was found and would be right; empty when it
///   is not about fields
public record RegistrationRejected(
        String namespace,
        String name,
        String registrationId,
        String reason,
        List<FieldProblem> problems)
        implements RegistrationResult {

    public RegistrationRejected {
        problems = List.copyOf(problems);
    }

    /// @param field path of the field, for example `spec.predictor.model.storageUri`
    /// @param message what was found and what would be right
    public record FieldProblem(String field, String message) {}
}
