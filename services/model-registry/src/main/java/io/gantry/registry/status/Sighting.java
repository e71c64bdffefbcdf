package io.gantry.registry.status;

import io.gantry.events.ComponentState;
import io.gantry.events.Endpoint;
import io.gantry.events.Failure;
import io.gantry.events.PredictorObserved;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A revision's predictor as it was last seen.
///
/// @param since when it began to count as ready, or as not; the beginning of time when it has been
///   on its way ever since it exists
/// @param failure what keeps it, or some of its replicas, from being ready; also what kept it from
///   it before it was scaled to zero; null when nothing does
/// @param failedAt when the failure was first seen
/// @param components the service's others, by name
record Sighting(
        PredictorObserved event,
        Standing standing,
        Instant since,
        @Nullable Failure failure,
        @Nullable Instant failedAt,
        Map<String, ComponentSighting> components) {

    Sighting {
        components = Map.copyOf(components);
    }

    /// @param before null when nothing of it was seen before
    static Sighting after(@Nullable Sighting before, PredictorObserved event, Instant at) {
        Standing old = before == null ? null : before.standing();
        Standing standing = Standing.after(old, event.phase());
        Instant since = since(before, standing, at);
        Failure failure = event.failure();
        if (failure == null && before != null && standing == old) {
            failure = standing.ready() == Truth.FALSE ? before.failure() : null;
        }
        return new Sighting(
                event,
                standing,
                since,
                failure,
                failedAt(before, failure, at),
                components(before, event, at));
    }

    private static Map<String, ComponentSighting> components(
            @Nullable Sighting before, PredictorObserved event, Instant at) {
        Map<String, ComponentSighting> components = new HashMap<>();
        for (ComponentState state : event.componentStates()) {
            String name = state.component();
            ComponentSighting known = before == null ? null : before.components().get(name);
            components.put(name, ComponentSighting.after(known, state, at));
        }
        return components;
    }

    private static Instant since(@Nullable Sighting before, Standing standing, Instant at) {
        if (before != null && before.standing().ready() == standing.ready()) {
            return before.since();
        }
        return before == null && standing.ready() == Truth.UNKNOWN ? Instant.MIN : at;
    }

    /// Replicas that take requests.
    int readyReplicas() {
        return Math.toIntExact(event.endpoints().stream().filter(Endpoint::ready).count());
    }

    private static @Nullable Instant failedAt(
            @Nullable Sighting before, @Nullable Failure failure, Instant at) {
        if (failure == null) {
            return null;
        }
        return before != null && failure.equals(before.failure()) ? before.failedAt() : at;
    }
}
