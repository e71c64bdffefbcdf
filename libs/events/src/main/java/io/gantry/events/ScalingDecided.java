package io.gantry.events;

import java.util.Map;

/// @param replicas wanted replicas, within the service's bounds
/// @param reason one sentence: the rule that decided and the bound that held, if one did
/// @param inputs the numbers that went into it, by name, for example `concurrency`, `target`,
///   `ready`
public record ScalingDecided(
        String namespace,
        String name,
        String revision,
        long generation,
        int replicas,
        String reason,
        Map<String, Double> inputs)
        implements ScalingEvent {

    public ScalingDecided {
        inputs = Map.copyOf(inputs);
    }

    @Override
    public boolean removal() {
        return false;
    }
}
