package io.gantry.runtime.llamacpp.serve;

import io.gantry.runtime.llamacpp.engine.Engine;

/// Where the process stands with its model.
public sealed interface ServingState {

    /// Still reading files.
    record Loading() implements ServingState {}

    /// Answering requests.
    record Ready(Engine engine) implements ServingState {}

    /// The model cannot be served; the process is about to end.
    record Failed(String explanation) implements ServingState {}
}
