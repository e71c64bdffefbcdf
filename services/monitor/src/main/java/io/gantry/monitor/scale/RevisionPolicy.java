package io.gantry.monitor.scale;

import io.gantry.autoscale.knative.AutoscalerSettings;
import io.gantry.autoscale.knative.KpaSpec;
import io.gantry.monitor.signal.ScaleMetric;
import io.gantry.monitor.signal.TrafficMeter;
import java.time.Duration;
import java.util.List;

/// How one revision is to be scaled: the defaults with what its manifest says over them.
///
/// @param measuring what its demand is counted in, and how that is averaged
/// @param pods which figures of a language model count beside that
/// @param metrics which others do, by Kubernetes' rule
/// @param initialScale replicas to have before the demand counts
/// @param control whether the monitor scales it at all
/// @param gpus whether its replicas ask for GPUs
/// @param notes what in the manifest was not followed and why
record RevisionPolicy(
        TrafficMeter.Measuring measuring,
        PodMetrics pods,
        MetricPolicy metrics,
        KpaSpec kpa,
        Bounds bounds,
        int initialScale,
        AutoscalerSettings.ToZero toZero,
        Control control,
        boolean gpus,
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
