package io.gantry.registry.llm;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.combine.Combination;
import io.gantry.kserve.revision.RevisionFingerprint;
import io.gantry.kserve.validate.Violation;
import io.gantry.registry.store.StoredResource;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was made of a service when it was last combined with its configs.
///
/// @param said digest of what manifests said of it; null when they made nothing together
/// @param refusal why they made nothing; null when they did
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection(targets = {Made.class, Violation.class})
public record Made(@Nullable String said, @Nullable Violation refusal) {

    private static final String KEPT = "combination";

    static Made of(Combination combination) {
        return switch (combination) {
            case Combination.Combined combined ->
                    new Made(RevisionFingerprint.of(combined.said()), null);
            case Combination.Refused(Violation why) -> new Made(null, why);
        };
    }

    /// What is kept of a service; empty when it was never combined.
    public static Optional<Made> of(StoredResource service) {
        return Optional.ofNullable(service.kept().get(KEPT))
                .map(kept -> KServeJson.read(kept, Made.class));
    }

    void writeTo(ObjectNode kept) {
        kept.set(KEPT, KServeJson.tree(this));
    }
}
