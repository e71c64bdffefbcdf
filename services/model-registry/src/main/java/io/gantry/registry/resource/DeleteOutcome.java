package io.gantry.registry.resource;

import java.util.function.Function;

/// What became of a wish to delete a resource.
///
/// @param <S> what is stored of the resource's kind
public sealed interface DeleteOutcome<S> {

    /// It is gone; what runs of it is being taken down.
    ///
    /// @param stored with the generation of its deletion
    record Deleted<S>(S stored) implements DeleteOutcome<S> {}

    /// There was none.
    record NotFound<S>() implements DeleteOutcome<S> {}

    /// It is not the one that was to be deleted.
    record Conflict<S>(Preconditions.Difference difference) implements DeleteOutcome<S> {}

    /// The same outcome with another view of what was stored.
    default <T> DeleteOutcome<T> map(Function<S, T> view) {
        return switch (this) {
            case Deleted<S>(S stored) -> new Deleted<>(view.apply(stored));
            case NotFound<S> _ -> new NotFound<>();
            case Conflict<S>(Preconditions.Difference difference) -> new Conflict<>(difference);
        };
    }
}
