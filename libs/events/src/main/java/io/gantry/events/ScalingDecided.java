package io.gantry.events;

import java.util.List;
import java.util.Map;

/// @param replicas wanted replicas, within the service's bounds
/// @param reason one sentence: the rule that decided and the bound that held, if one did
/// @param inputs the numbers that went into it, by name, for example `concurrency`, `target`,
///   `ready`
/// @param leave ids of the endpoints that are missed least, when replicas become fewer, the first
///   first; empty where nothing is known of that
public record ScalingDecided(
        String namespace,
        String name,
        String revision,
        long generation,
        int replicas,
        String reason,
        Map<String, Double> inputs,
        List<String> leave)
        implements ScalingEvent {

    public ScalingDecided {
        inputs = Map.copyOf(inputs);
        leave = List.copyOf(leave);
    }

    /// It does not matter which replicas go.
    public ScalingDecided(
            String namespace,
            String name,
            String revision,
            long generation,
            int replicas,
            String reason,
            Map<String, Double> inputs) {
        this(namespace, name, revision, generation, replicas, reason, inputs, List.of());
    }

    @Override
    public boolean removal() {
        return false;
    }
}
