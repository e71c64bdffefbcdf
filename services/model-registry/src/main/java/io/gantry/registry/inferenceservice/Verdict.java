package io.gantry.registry.inferenceservice;

import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.ObjectMeta;
import io.gantry.kserve.validate.Validation;
import io.gantry.kserve.validate.Violation;
import io.gantry.registry.resource.Desired;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a change can be made at all.
final class Verdict {

    private Verdict() {}

    /// The outcome of a change that writes nothing; empty when it is to be written.
    ///
    /// @param old what the name stands for now; null for nothing
    static Optional<ApplyOutcome> of(Change change, @Nullable StoredService old) {
        if (old == null && change.intent() == Change.Intent.REPLACE) {
            return Optional.of(new ApplyOutcome.NotFound());
        }
        if (old != null && change.intent() != Change.Intent.CREATE) {
            Optional<ApplyOutcome> conflict = conflict(change.resource(), old.resource());
            if (conflict.isPresent()) {
                return conflict;
            }
        }
        List<Violation> violations =
                Validation.validate(change.resource(), old == null ? null : old.resource());
        if (!violations.isEmpty()) {
            return Optional.of(new ApplyOutcome.Invalid(violations));
        }
        return old == null ? Optional.empty() : settled(change, old);
    }

    private static Optional<ApplyOutcome> settled(Change change, StoredService old) {
        if (change.intent() == Change.Intent.CREATE) {
            return Optional.of(
                    Desired.same(change.resource(), old.resource())
                            ? new ApplyOutcome.Unchanged(old)
                            : new ApplyOutcome.AlreadyExists(old));
        }
        return Desired.alike(change.resource(), old.resource())
                ? Optional.of(new ApplyOutcome.Unchanged(old))
                : Optional.empty();
    }

    private static Optional<ApplyOutcome> conflict(InferenceService given, InferenceService old) {
        ObjectMeta wanted = given.metadata();
        ObjectMeta found = old.metadata();
        if (wanted == null || found == null) {
            return Optional.empty();
        }
        return differing("uid", wanted.uid(), found.uid())
                .or(() ->
                        differing(
                                "resourceVersion",
                                wanted.resourceVersion(),
                                found.resourceVersion()));
    }

    private static Optional<ApplyOutcome> differing(
            String field, @Nullable String given, @Nullable String found) {
        return given == null || given.isEmpty() || given.equals(found)
                ? Optional.empty()
                : Optional.of(new ApplyOutcome.Conflict(field, given, String.valueOf(found)));
    }
}
