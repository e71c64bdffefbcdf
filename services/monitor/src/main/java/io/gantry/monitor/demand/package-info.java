/// What was asked of each language model in the last days, by the time of day, as the monitors' own
/// topic has it (docs/adr/0044-demand-by-the-time-of-day.md).
///
/// Lives here: the quarter of an hour under way, and who tells when it is over. What follows from
/// it is `io.gantry.autoscale.llm`'s. May not enter: decisions.
@NullMarked
package io.gantry.monitor.demand;

import org.jspecify.annotations.NullMarked;
