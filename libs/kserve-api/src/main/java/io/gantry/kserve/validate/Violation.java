package io.gantry.kserve.validate;

import org.jspecify.annotations.Nullable;

/// Something that keeps a resource from being accepted.
///
/// @param field the path of the field at fault, such as `spec.predictor.minReplicas`
/// @param found the value found there, or null if what is wrong is that there is none
/// @param message what is wrong, in KServe's words where it has them
/// @param remedy what to do about it
public record Violation(String field, @Nullable String found, String message, String remedy) {

    /// All of it in one line for a person.
    public String sentence() {
        return found == null
                ? "%s: %s; %s".formatted(field, message, remedy)
                : "%s: %s (found %s); %s".formatted(field, message, found, remedy);
    }
}
