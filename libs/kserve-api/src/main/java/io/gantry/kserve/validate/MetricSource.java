package io.gantry.kserve.validate;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// One of `autoScaling.metrics` as Gantry follows it.
public sealed interface MetricSource {

    /// CPU or memory of each replica.
    ///
    /// @param name `cpu` or `memory`
    record Resource(String name, Aim aim) implements MetricSource {}

    /// What each replica tells on its page of metrics.
    ///
    /// @param target of one replica, or of all together
    /// @param whole whether it is of all together
    record OfReplicas(String name, double target, boolean whole) implements MetricSource {}

    /// What a Prometheus server answers.
    ///
    /// @param server null for the one that the monitor is set up with
    /// @param target of one replica
    record Query(@Nullable URI server, String query, double target) implements MetricSource {}

    /// What a resource's use should be.
    sealed interface Aim {}

    /// Of what a replica requests.
    record Percent(int percent) implements Aim {}

    /// Of one replica, in cores or bytes.
    record Amount(double amount) implements Aim {}
}
