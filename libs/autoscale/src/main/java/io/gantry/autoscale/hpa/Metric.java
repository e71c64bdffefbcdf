package io.gantry.autoscale.hpa;

import java.util.List;

/// What is known of one metric at one time.
public sealed interface Metric {

    /// As people know it, for example `cpu`.
    String name();

    /// Told of each replica.
    ///
    /// @param target a [Target.Utilization] or a [Target.AverageValue]
    /// @param values of the ready replicas that it is known of
    /// @param missing ready replicas that it is not known of
    record OfReplicas(String name, Target target, List<Double> values, int missing)
            implements Metric {
        public OfReplicas {
            values = List.copyOf(values);
            if (target instanceof Target.Value) {
                throw new IllegalArgumentException(
                        "%s: a Value is of all replicas together".formatted(name));
            }
        }
    }

    /// Told of all replicas together.
    ///
    /// @param target a [Target.AverageValue] or a [Target.Value]
    record OfAll(String name, Target target, double value) implements Metric {
        public OfAll {
            if (target instanceof Target.Utilization) {
                throw new IllegalArgumentException(
                        "%s: a Utilization is of each replica".formatted(name));
            }
        }
    }

    /// Not known at all.
    ///
    /// @param why as it reads after the name
    record Unavailable(String name, String why) implements Metric {}
}
