package io.gantry.registry.inferenceservice;

/// What became of a wish to delete an InferenceService.
public sealed interface DeleteOutcome {

    /// It is gone; what runs of it is being taken down.
    ///
    /// @param generation of its deletion
    record Deleted(StoredService service, long generation) implements DeleteOutcome {}

    /// There was none.
    record NotFound() implements DeleteOutcome {}
}
