package io.gantry.monitor.scale;

import io.gantry.autoscale.knative.AutoscalerSettings;
import io.gantry.autoscale.knative.KpaSpec;
import io.gantry.monitor.signal.ScaleMetric;
import io.gantry.monitor.signal.TrafficMeter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How one revision is to be scaled: the defaults with what its manifest says over them.
///
/// @param measuring what its demand is counted in, and how that is averaged
/// @param pods which metrics of its replicas count beside that
/// @param initialScale replicas to have before the demand counts
/// @param stopped true when the service is to be taken down and kept
/// @param leftAlone why the monitor does not scale by demand; empty when it does
/// @param notes what in the manifest was not followed and why
record RevisionPolicy(
        TrafficMeter.Measuring measuring,
        PodMetrics pods,
        KpaSpec kpa,
        Bounds bounds,
        int initialScale,
        AutoscalerSettings.ToZero toZero,
        boolean stopped,
        Optional<String> leftAlone,
        List<String> notes) {

    RevisionPolicy {
        notes = List.copyOf(notes);
    }

    ScaleMetric metric() {
        return measuring.metric();
    }

    Duration panicWindow() {
        return measuring.panic();
    }
}
