package io.gantry.monitor.scrape;

import io.gantry.autoscale.llm.LlmSignals;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the ready replicas of a revision say.
///
/// @param llm added up; empty while no replica is known to be a language model's
/// @param coldestFirst ids of those that tell how much their caches are of use, the least first
/// @param named of each metric that the service names, what each replica says that it is known of
public record PodReading(
        Optional<LlmSignals> llm, List<String> coldestFirst, Map<String, List<Double>> named) {

    public static final PodReading NOTHING = new PodReading(Optional.empty(), List.of(), Map.of());

    public PodReading {
        coldestFirst = List.copyOf(coldestFirst);
        named = Map.copyOf(named);
    }
}
