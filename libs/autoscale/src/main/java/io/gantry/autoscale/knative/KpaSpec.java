package io.gantry.autoscale.knative;

import java.time.Duration;

/// What Knative's pod autoscaler is told of a revision.
///
/// @param target demand that one replica should carry: `total` × utilization
/// @param total demand that one replica can carry
/// @param targetBurstCapacity -1 for unlimited
/// @param panicThreshold wanted (panic window) by ready replicas from which on it is a panic, for
///   example 2
/// @param scaleDownDelay a smaller answer is given only once it stood for so long
/// @param activationScale least replicas when there are any; below 2 it has no effect
/// @param reachable false when no traffic is routed to the revision any more
public record KpaSpec(
        double target,
        double total,
        double targetBurstCapacity,
        double panicThreshold,
        double maxScaleUpRate,
        double maxScaleDownRate,
        Duration stableWindow,
        Duration scaleDownDelay,
        int activationScale,
        boolean reachable) {}
