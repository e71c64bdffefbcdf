package io.gantry.monitor.scale;

import io.gantry.autoscale.hpa.Metric;
import io.gantry.autoscale.llm.Usual;
import io.gantry.monitor.scrape.PodReading;
import io.gantry.monitor.signal.TrafficMeter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a decision is made on.
///
/// @param reading the demand
/// @param ready replicas that take requests
/// @param heard false when the monitor has not listened for a whole stable window, so that a lack
///   of samples says nothing
/// @param local whether replicas are processes of this machine
/// @param pods what the replicas say of themselves
/// @param metrics what is known of those that the policy names
/// @param coldStart how long a replica of this revision takes until it is ready, from its creation
///   on; empty when that was never seen
/// @param usual what is known of other days
record Situation(
        Instant now,
        TrafficMeter.Reading reading,
        int ready,
        boolean heard,
        boolean local,
        PodReading pods,
        List<Metric> metrics,
        Optional<Duration> coldStart,
        Usual usual) {}
