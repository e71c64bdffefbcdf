package io.gantry.registry.resource;

import io.gantry.kserve.validate.Violation;
import java.util.List;
import java.util.function.Function;

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

    /// The stored one is not the one that the writer read.
    record Conflict<S>(Preconditions.Difference difference) implements ApplyOutcome<S> {}

    /// It breaks rules.
    record Invalid<S>(List<Violation> violations) implements ApplyOutcome<S> {

        public Invalid {
            violations = List.copyOf(violations);
        }
    }

    /// The same outcome with another view of what is stored.
    default <T> ApplyOutcome<T> map(Function<S, T> view) {
        return switch (this) {
            case Created<S>(S stored) -> new Created<>(view.apply(stored));
            case Configured<S>(S stored) -> new Configured<>(view.apply(stored));
            case Unchanged<S>(S stored) -> new Unchanged<>(view.apply(stored));
            case AlreadyExists<S>(S stored) -> new AlreadyExists<>(view.apply(stored));
            case NotFound<S> _ -> new NotFound<>();
            case Conflict<S>(Preconditions.Difference difference) -> new Conflict<>(difference);
            case Invalid<S>(List<Violation> violations) -> new Invalid<>(violations);
        };
    }
}
