package io.gantry.registry.resource;

/// What became of a wish to delete a resource.
///
/// @param <S> what is stored of the resource's kind
public sealed interface DeleteOutcome<S> {

    /// It is gone; what runs of it is being taken down.
    ///
    /// @param generation of its deletion
    record Deleted<S>(S stored, long generation) implements DeleteOutcome<S> {}

    /// There was none.
    record NotFound<S>() implements DeleteOutcome<S> {}
}
