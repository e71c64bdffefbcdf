package io.gantry.registry.kube;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;

/// How a client wants a resource written.
///
/// @param rehearsal whether to answer as if it were written, and write nothing
record WriteOptions(boolean rehearsal) {

    /// @throws StatusException when a parameter cannot be honoured
    static WriteOptions of(MultivaluedMap<String, String> parameters) {
        return new WriteOptions(rehearsal(parameters.getOrDefault("dryRun", List.of())));
    }

    /// @param values of the parameter or the field `dryRun`
    static boolean rehearsal(List<String> values) {
        if (values.stream().allMatch(String::isEmpty)) {
            return false;
        }
        if (values.stream().allMatch("All"::equals)) {
            return true;
        }
        throw Failures.badRequest(
                "dryRun: Unsupported value: \"%s\": supported values: \"All\""
                        .formatted(String.join(",", values)));
    }
}
