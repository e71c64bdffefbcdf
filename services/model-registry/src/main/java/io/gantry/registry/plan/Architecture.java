package io.gantry.registry.plan;

import java.util.List;

/// What is known of a model by its config.json.
///
/// @param modelType as config.json names it
/// @param heads attention heads
/// @param headWidth what the output projection of attention takes in, all heads together
/// @param mlpWidths widths of the feed-forward layers, each of which GPUs must share evenly
/// @param activeWidth the widest that a token goes through
/// @param contextLength the longest that it was made for; 0 when config.json does not say
record Architecture(
        String modelType,
        Parameters parameters,
        KvShape kv,
        long hidden,
        long heads,
        long headWidth,
        List<Long> mlpWidths,
        long activeWidth,
        long vocabulary,
        long contextLength) {

    Architecture {
        mlpWidths = List.copyOf(mlpWidths);
    }
}
