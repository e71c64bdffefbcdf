/// Knative's autoscaler as values and pure functions: its decision, its averages, its settings.
///
/// Held to what Knative's own code answered. May not enter: events, I/O, clocks.
@NullMarked
package io.gantry.autoscale.knative;

import org.jspecify.annotations.NullMarked;
