package io.gantry.registry.resource;

import io.gantry.kserve.api.KServeResource;
import io.gantry.kserve.api.ObjectMeta;
import io.gantry.kserve.validate.Violation;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Whether a change can be made at all.
public final class Verdict {

    private Verdict() {}

    /// The outcome of a change that writes nothing; empty when it is to be written.
    ///
    /// @param old what the name stands for now; null for nothing
    /// @param rules finds what keeps the resource from being accepted
    public static <R extends KServeResource, S extends Stored<R>> Optional<ApplyOutcome<S>> of(
            Change<R> change, @Nullable S old, Supplier<List<Violation>> rules) {
        if (old == null && change.intent() == Change.Intent.REPLACE) {
            return Optional.of(new ApplyOutcome.NotFound<>());
        }
        if (old != null && change.intent() != Change.Intent.CREATE) {
            Optional<ApplyOutcome<S>> conflict = conflict(change.resource(), old.resource());
            if (conflict.isPresent()) {
                return conflict;
            }
        }
        List<Violation> violations = rules.get();
        if (!violations.isEmpty()) {
            return Optional.of(new ApplyOutcome.Invalid<>(violations));
        }
        return old == null ? Optional.empty() : settled(change, old);
    }

    private static <R extends KServeResource, S extends Stored<R>>
            Optional<ApplyOutcome<S>> settled(Change<R> change, S old) {
        if (change.intent() == Change.Intent.CREATE) {
            return Optional.of(
                    Desired.same(change.resource(), old.resource())
                            ? new ApplyOutcome.Unchanged<>(old)
                            : new ApplyOutcome.AlreadyExists<>(old));
        }
        return Desired.alike(change.resource(), old.resource())
                ? Optional.of(new ApplyOutcome.Unchanged<>(old))
                : Optional.empty();
    }

    private static <S> Optional<ApplyOutcome<S>> conflict(
            KServeResource given, KServeResource old) {
        ObjectMeta wanted = given.metadata();
        ObjectMeta found = old.metadata();
        if (wanted == null || found == null) {
            return Optional.empty();
        }
        return Verdict.<S>differing("uid", wanted.uid(), found.uid())
                .or(() ->
                        differing(
                                "resourceVersion",
                                wanted.resourceVersion(),
                                found.resourceVersion()));
    }

    private static <S> Optional<ApplyOutcome<S>> differing(
            String field, @Nullable String given, @Nullable String found) {
        return given == null || given.isEmpty() || given.equals(found)
                ? Optional.empty()
                : Optional.of(new ApplyOutcome.Conflict<>(field, given, String.valueOf(found)));
    }
}
