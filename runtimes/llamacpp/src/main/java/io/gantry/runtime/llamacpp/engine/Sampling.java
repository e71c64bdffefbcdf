package io.gantry.runtime.llamacpp.engine;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// How an answer is drawn. What is not asked for is as in vLLM: temperature 1, and nothing cut off.
///
/// @param maxTokens of the answer
/// @param topK the so many most likely tokens; 0 for all
/// @param stop texts at which the answer ends, without them
/// @param bias of tokens, by their ids
/// @param schema JSON schema that the answer has to fit; null for none
public record Sampling(
        int maxTokens,
        float temperature,
        float topP,
        int topK,
        float minP,
        float presencePenalty,
        float frequencyPenalty,
        float repetitionPenalty,
        OptionalInt seed,
        List<String> stop,
        Map<Integer, Float> bias,
        boolean ignoreEos,
        @Nullable String schema) {

    public Sampling {
        stop = List.copyOf(stop);
        bias = Map.copyOf(bias);
    }
}
