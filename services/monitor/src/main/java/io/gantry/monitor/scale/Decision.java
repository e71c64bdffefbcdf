package io.gantry.monitor.scale;

import java.util.Map;

/// A number of replicas, and what led to it.
///
/// @param reason one sentence: the rule and what bound
/// @param inputs the figures that went into it
record Decision(int replicas, String reason, Map<String, Double> inputs) {

    Decision {
        inputs = Map.copyOf(inputs);
    }
}
