package io.gantry.registry.model;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.gantry.kserve.api.InferenceService;
import io.gantry.problem.Problem;
import java.util.List;

/// What a request's body turned out to be.
public sealed interface ModelReading {

    /// A model, as the InferenceService that it stands for.
    record Read(InferenceService service) implements ModelReading {}

    /// No JSON; line and column count from 1.
    record Broken(int line, int column, String message) implements ModelReading {

        static Broken of(JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            return new Broken(
                    at == null ? 1 : at.getLineNr(),
                    at == null ? 1 : at.getColumnNr(),
                    e.getOriginalMessage());
        }
    }

    /// JSON with fields that cannot be.
    record Wrong(List<Problem.FieldError> errors) implements ModelReading {

        public Wrong {
            errors = List.copyOf(errors);
        }
    }
}
