package io.gantry.registry.plan;

import io.gantry.problem.Problem.FieldError;
import java.util.List;

/// What a config.json turned out to be.
sealed interface ArchitectureReading {

    /// A model that can be counted.
    record Known(Architecture architecture) implements ArchitectureReading {}

    /// A model that cannot be counted.
    ///
    /// @param why the field that is missing or has an unknown value, and what is wrong with it
    record Unknown(FieldError why) implements ArchitectureReading {}

    /// Fields that no model can have.
    record Wrong(List<FieldError> errors) implements ArchitectureReading {

        public Wrong {
            errors = List.copyOf(errors);
        }
    }
}
