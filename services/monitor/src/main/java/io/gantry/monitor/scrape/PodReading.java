package io.gantry.monitor.scrape;

import io.gantry.autoscale.llm.LlmSignals;
import java.util.Optional;

/// What the replicas of a revision say, added up.
///
/// @param llm empty while no replica is known to be a language model's
/// @param custom the metric that the service names, of all replicas known, summed
/// @param customUnknown ready replicas that it is not known of
public record PodReading(Optional<LlmSignals> llm, double custom, int customUnknown) {

    public static final PodReading NOTHING = new PodReading(Optional.empty(), 0, 0);
}
