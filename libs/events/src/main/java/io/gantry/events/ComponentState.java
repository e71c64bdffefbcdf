package io.gantry.events;

import org.jspecify.annotations.Nullable;

/// How a service's transformer or explainer fares.
///
/// @param component `transformer` or `explainer`
/// @param desiredReplicas what it is to have; 0 also while the platform does not take it
/// @param readyReplicas those that take requests
/// @param failure what keeps it, or some of its replicas, from being ready; null when nothing does
public record ComponentState(
        String component, int desiredReplicas, int readyReplicas, @Nullable Failure failure) {}
