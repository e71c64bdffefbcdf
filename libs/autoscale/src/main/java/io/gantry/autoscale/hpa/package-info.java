/// Kubernetes' HorizontalPodAutoscaler (`autoscaling/v2`) as values and pure functions: what
/// metrics say in, a number of replicas with what bound it out.
///
/// [io.gantry.autoscale.hpa.Recommendation] is the rule, [io.gantry.autoscale.hpa.Pace] how fast it
/// may be followed. May not enter: events, I/O, clocks.
@NullMarked
package io.gantry.autoscale.hpa;

import org.jspecify.annotations.NullMarked;
