package io.gantry.registry.inferenceservice;

import io.gantry.kserve.validate.Violation;
import java.util.List;

/// What became of a [Change].
public sealed interface ApplyOutcome {

    /// It is new.
    record Created(StoredService service) implements ApplyOutcome {}

    /// It was there and is changed.
    record Configured(StoredService service) implements ApplyOutcome {}

    /// It was there and says the same.
    record Unchanged(StoredService service) implements ApplyOutcome {}

    /// It was to be new, and is there with another content.
    record AlreadyExists(StoredService service) implements ApplyOutcome {}

    /// It was to be there.
    record NotFound() implements ApplyOutcome {}

    /// The stored one has changed since the writer read it.
    ///
    /// @param field the field of the metadata that differs
    record Conflict(String field, String given, String found) implements ApplyOutcome {}

    /// It breaks rules.
    record Invalid(List<Violation> violations) implements ApplyOutcome {

        public Invalid {
            violations = List.copyOf(violations);
        }
    }
}
