package io.gantry.registry.status;

import io.gantry.events.ComponentState;
import io.gantry.events.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A service's transformer or explainer as it was last seen.
///
/// @param truth whether it takes requests
/// @param proven whether it ever did
/// @param since when that began to be so
record ComponentSighting(ComponentState state, Truth truth, boolean proven, Instant since) {

    /// @param before null when nothing of it was seen before
    static ComponentSighting after(
            @Nullable ComponentSighting before, ComponentState state, Instant at) {
        boolean was = before != null && before.proven();
        Truth truth = truth(state, was);
        return new ComponentSighting(
                state,
                truth,
                was || truth == Truth.TRUE,
                before != null && before.truth() == truth ? before.since() : at);
    }

    /// One that somebody has scaled to zero counts as ready, as its Deployment does.
    private static Truth truth(ComponentState state, boolean proven) {
        boolean asleep = state.desiredReplicas() == 0 && state.failure() == null;
        if (state.readyReplicas() > 0 || asleep) {
            return Truth.TRUE;
        }
        return proven || state.failure() != null ? Truth.FALSE : Truth.UNKNOWN;
    }

    /// What there is to say of it.
    Finding finding() {
        Failure failure = state.failure();
        String replicas =
                "%d of %d replicas are ready"
                        .formatted(state.readyReplicas(), state.desiredReplicas());
        if (failure == null) {
            return new Finding(truth, reason(), replicas, since);
        }
        String word = Failures.conditionReason(failure.reason());
        return truth == Truth.TRUE
                ? new Finding(
                        truth,
                        reason(),
                        "%s. %s: %s".formatted(replicas, word, failure.sentences()),
                        since)
                : new Finding(truth, word, failure.sentences(), since);
    }

    private String reason() {
        return switch (truth) {
            case TRUE -> "MinimumReplicasAvailable";
            case FALSE -> "MinimumReplicasUnavailable";
            case UNKNOWN -> "ComponentStarting";
        };
    }
}
