/// How many replicas each revision should have, and why.
///
/// Pure: the rules of `libs/autoscale` (Knative's, Kubernetes', and that of language models), and
/// [io.gantry.monitor.scale.RevisionScaler], which puts bounds, initial scale and scaling to zero
/// around them. [io.gantry.monitor.scale.Sources] gathers what they go by. The rest joins them to
/// events and HTTP. May not enter: alerts.
///
/// Missing is not zero. A revision is scaled down only on what was heard: as long as the monitor
/// has not listened for a whole stable window (after its start, or after Kafka was away), or a
/// proxy fell silent with requests in flight, the last decision holds and only more replicas are
/// decided. A proxy whose last sample was all zero has no traffic until it says so; one that is
/// silent for a stable window is gone.
@NullMarked
package io.gantry.monitor.scale;

import org.jspecify.annotations.NullMarked;
