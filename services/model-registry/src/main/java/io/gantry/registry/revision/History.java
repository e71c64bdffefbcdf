package io.gantry.registry.revision;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a service has had so far.
///
/// @param rolledOut what was last rolled out; null when there was nothing yet
/// @param numbers of each fingerprint that the service ever had, its newest revision
/// @param lastNumber the highest number that was ever given, also to an earlier service of the name
public record History(@Nullable RolledOut rolledOut, Map<String, Integer> numbers, int lastNumber) {

    public History {
        numbers = Map.copyOf(numbers);
    }

    /// That of a new service, whose name may have been used before.
    public static History none(int lastNumber) {
        return new History(null, Map.of(), lastNumber);
    }
}
