package io.gantry.events;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// @param replicas wanted replicas, within the service's bounds
/// @param reason one sentence: the rule that decided and the bound that held, if one did
/// @param inputs the numbers that went into it, by name, for example `concurrency`, `target`,
///   `ready`
/// @param leave ids of the endpoints that are missed least, when replicas become fewer, the first
///   first; empty where nothing is known of that
/// @param rule the rule that decided, by its name, for example `StableWindow`, `Queue` or `Metric`;
///   null when an earlier version wrote it
/// @param clamp what kept the rule's number from being the decision, by its name, for example
///   `MaxReplicas` or `ScaleDownRate`; null when nothing did
public record ScalingDecided(
        String namespace,
        String name,
        String revision,
        long generation,
        int replicas,
        String reason,
        Map<String, Double> inputs,
        List<String> leave,
        @Nullable String rule,
        @Nullable String clamp)
        implements ScalingEvent {

    public ScalingDecided {
        inputs = Map.copyOf(inputs);
        leave = List.copyOf(leave);
    }

    /// Of no rule that has a name.
    public ScalingDecided(
            String namespace,
            String name,
            String revision,
            long generation,
            int replicas,
            String reason,
            Map<String, Double> inputs,
            List<String> leave) {
        this(namespace, name, revision, generation, replicas, reason, inputs, leave, null, null);
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
