package io.gantry.registry.revision;

import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.revision.TrafficPlan.Role;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a service has had so far.
///
/// @param rolledOut what was last rolled out; null when there was nothing yet
/// @param former the number of what was rolled out before that; null when nothing was, or when
///   nobody knows any more
/// @param numbers the revisions that are kept, by what they run
/// @param lastNumber the highest number that was ever given, also to an earlier service of the name
public record History(
        @Nullable Written rolledOut,
        @Nullable Integer former,
        Map<String, Integer> numbers,
        int lastNumber) {

    public History {
        numbers = Map.copyOf(numbers);
    }

    /// That of a new service, whose name may have been used before.
    public static History none(int lastNumber) {
        return new History(null, null, Map.of(), lastNumber);
    }

    /// The number of what was last rolled out.
    public Optional<Integer> rolledOutNumber() {
        return Optional.ofNullable(rolledOut).map(Written::fingerprint).map(numbers::get);
    }

    /// The revision to go back to from what the service asks for: of a canary, the one that it is
    /// tried against.
    ///
    /// @return empty when that is not known, or not kept
    public Optional<Integer> before(InferenceService service) {
        boolean trying =
                Variant.of(service, this).stream()
                        .anyMatch(variant -> variant.role() == Role.CANARY);
        return trying
                ? rolledOutNumber()
                : Optional.ofNullable(former).filter(numbers::containsValue);
    }
}
