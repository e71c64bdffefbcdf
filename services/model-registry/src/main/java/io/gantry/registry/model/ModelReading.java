package io.gantry.registry.model;

import io.gantry.kserve.api.InferenceService;
import io.gantry.problem.Problem;
import java.util.List;

/// What a request's body turned out to be.
public sealed interface ModelReading {

    /// A model, as the InferenceService that it stands for.
    record Read(InferenceService service) implements ModelReading {}

    /// No JSON; line and column count from 1.
    record Broken(int line, int column, String message) implements ModelReading {}

    /// JSON with fields that cannot be.
    record Wrong(List<Problem.FieldError> errors) implements ModelReading {

        public Wrong {
            errors = List.copyOf(errors);
        }
    }
}
