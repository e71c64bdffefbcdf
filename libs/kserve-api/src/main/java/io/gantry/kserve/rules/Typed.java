package io.gantry.kserve.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.validate.Findings;
import java.util.Optional;

/// Reads trees of the kinds whose rules are written over records.
final class Typed {
    private Typed() {}

    /// The resource, or empty and a finding if a field has a type that it cannot have.
    static <T> Optional<T> read(JsonNode tree, Class<T> type, Findings findings) {
        Optional<KServeJson.TypeFault> fault = KServeJson.fault(tree, type);
        fault.ifPresent(each ->
                findings.wrong(each.field(), null, each.message(), "correct the field's type"));
        return fault.isPresent() ? Optional.empty() : Optional.of(KServeJson.read(tree, type));
    }
}
