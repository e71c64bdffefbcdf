package io.gantry.monitor.scale;

import java.util.List;
import java.util.Map;

/// A number of replicas, and what led to it.
///
/// @param reason one sentence: the rule and what bound
/// @param inputs the figures that went into it
/// @param leave ids of the replicas that are missed least, where some are to go
record Decision(int replicas, String reason, Map<String, Double> inputs, List<String> leave) {

    Decision {
        inputs = Map.copyOf(inputs);
        leave = List.copyOf(leave);
    }

    Decision(int replicas, String reason, Map<String, Double> inputs) {
        this(replicas, reason, inputs, List.of());
    }

    /// With the first of these to go, as many as there are too many.
    Decision leaving(List<String> coldestFirst, int ready) {
        int going = Math.clamp((long) ready - replicas, 0, coldestFirst.size());
        return new Decision(replicas, reason, inputs, coldestFirst.subList(0, going));
    }
}
