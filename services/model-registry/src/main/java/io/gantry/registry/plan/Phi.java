package io.gantry.registry.plan;

import java.util.List;

/// Counts Phi-1 to Phi-2: biases everywhere, one norm a layer, feed-forward layers without a gate.
final class Phi {

    private Phi() {}

    static Architecture read(ConfigFields config) {
        long layers = config.number("num_hidden_layers");
        long hidden = config.number("hidden_size");
        long heads = config.number("num_attention_heads");
        long keyHeads = config.number("num_key_value_heads", heads);
        long width = config.number("intermediate_size");
        long vocabulary = config.number("vocab_size");
        long headWidth = Math.max(1, hidden / heads);
        long projected =
                Exact.sum(Exact.product(heads, headWidth), Exact.product(2, keyHeads, headWidth));
        long attention = Exact.product(hidden, Exact.sum(projected, hidden));
        long feedForward = Exact.product(2, hidden, width);
        long ofLayer = Exact.sum(projected, hidden, width, hidden, Exact.product(2, hidden));
        Parameters parameters =
                new Parameters(
                        Exact.product(layers, Exact.sum(attention, feedForward)),
                        Exact.product(2, vocabulary, hidden),
                        Exact.sum(
                                Exact.product(layers, ofLayer),
                                Exact.product(2, hidden),
                                vocabulary));
        return new Architecture(
                "phi",
                parameters,
                new KvShape(keyHeads, Exact.product(2, headWidth), layers, 0, 0),
                hidden,
                heads,
                Exact.product(heads, headWidth),
                List.of(width),
                width,
                vocabulary,
                config.count("max_position_embeddings"));
    }
}
