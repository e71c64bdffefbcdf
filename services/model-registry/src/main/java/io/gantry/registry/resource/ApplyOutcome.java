package io.gantry.registry.resource;

import io.gantry.kserve.validate.Violation;
import java.util.List;

/// What became of a [Change].
///
/// @param <S> what is stored of the resource's kind
public sealed interface ApplyOutcome<S> {

    /// It is new.
    record Created<S>(S stored) implements ApplyOutcome<S> {}

    /// It was there and is changed.
    record Configured<S>(S stored) implements ApplyOutcome<S> {}

    /// It was there and says the same.
    record Unchanged<S>(S stored) implements ApplyOutcome<S> {}

    /// It was to be new, and is there with another content.
    record AlreadyExists<S>(S stored) implements ApplyOutcome<S> {}

    /// It was to be there.
    record NotFound<S>() implements ApplyOutcome<S> {}

    /// The stored one has changed since the writer read it.
    ///
    /// @param field the field of the metadata that differs
    record Conflict<S>(String field, String given, String found) implements ApplyOutcome<S> {}

    /// It breaks rules.
    record Invalid<S>(List<Violation> violations) implements ApplyOutcome<S> {

        public Invalid {
            violations = List.copyOf(violations);
        }
    }
}
