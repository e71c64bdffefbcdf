package io.gantry.registry.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.validate.Violation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a change can be made at all.
public final class Verdict {

    private Verdict() {}

    /// The outcome of a change that is refused whatever the resource says; empty when the rules
    /// decide.
    ///
    /// @param old what the name stands for now; null for nothing
    public static <S extends Stored> Optional<ApplyOutcome<S>> refusal(
            Change<ObjectNode> change, @Nullable S old, @Nullable Identity identity) {
        if (old == null || identity == null) {
            return change.intent() == Change.Intent.REPLACE
                    ? Optional.of(new ApplyOutcome.NotFound<>())
                    : Optional.empty();
        }
        return change.intent() == Change.Intent.CREATE
                ? Optional.empty()
                : preconditions(change.resource())
                        .difference(identity)
                        .map(ApplyOutcome.Conflict::new);
    }

    /// The outcome of a change that writes nothing; empty when it is to be written.
    ///
    /// @param old what the name stands for now; null for nothing
    /// @param violations what keeps the resource from being accepted
    public static <S extends Stored> Optional<ApplyOutcome<S>> of(
            Change<ObjectNode> change, @Nullable S old, List<Violation> violations) {
        if (!violations.isEmpty()) {
            return Optional.of(new ApplyOutcome.Invalid<>(violations));
        }
        if (old == null) {
            return Optional.empty();
        }
        if (change.intent() == Change.Intent.CREATE) {
            return Optional.of(
                    Desired.same(change.resource(), old.tree())
                            ? new ApplyOutcome.Unchanged<>(old)
                            : new ApplyOutcome.AlreadyExists<>(old));
        }
        boolean sameOwners = change.manager() != null;
        return sameOwners && Desired.alike(change.resource(), old.tree())
                ? Optional.of(new ApplyOutcome.Unchanged<>(old))
                : Optional.empty();
    }

    private static Preconditions preconditions(ObjectNode resource) {
        JsonNode metadata = resource.path("metadata");
        return new Preconditions(text(metadata, "uid"), text(metadata, "resourceVersion"));
    }

    private static @Nullable String text(JsonNode metadata, String field) {
        JsonNode value = metadata.path(field);
        return value.isTextual() ? value.asText() : null;
    }
}
