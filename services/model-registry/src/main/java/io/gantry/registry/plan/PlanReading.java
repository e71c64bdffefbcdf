package io.gantry.registry.plan;

import io.gantry.problem.Problem.FieldError;
import java.util.List;

/// What a request's body turned out to be.
sealed interface PlanReading {

    record Read(PlanRequest request) implements PlanReading {}

    /// No JSON; line and column count from 1.
    record Broken(int line, int column, String message) implements PlanReading {}

    /// JSON with fields that cannot be.
    record Wrong(List<FieldError> errors) implements PlanReading {

        public Wrong {
            errors = List.copyOf(errors);
        }
    }
}
