package io.gantry.monitor.scale;

import io.gantry.autoscale.hpa.Behavior;
import io.gantry.kserve.validate.MetricSource;
import java.util.List;

/// Which metrics a revision is scaled by after Kubernetes' rule, and how fast it may be.
///
/// @param sources the largest of what they want wins
/// @param behavior how fast they are followed
/// @param paced whether that holds for all that asks for replicas, as the manifest says it
/// @param besideDemand whether requests count, too, because the manifest has a target for them
record MetricPolicy(
        List<MetricSource> sources, Behavior behavior, boolean paced, boolean besideDemand) {

    MetricPolicy {
        sources = List.copyOf(sources);
    }
}
