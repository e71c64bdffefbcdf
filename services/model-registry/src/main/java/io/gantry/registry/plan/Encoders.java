package io.gantry.registry.plan;

import java.util.List;

/// Counts BERT and what is built as it is. Encoders see all tokens at once and keep no KV cache.
final class Encoders {

    private Encoders() {}

    /// With the pooler, which embedding models have.
    ///
    /// @param padding positions of the table that no token uses
    static Architecture bert(ConfigFields config, long padding) {
        long hidden = config.number("hidden_size");
        Shape shape =
                new Shape(
                        config.number("num_hidden_layers"),
                        hidden,
                        config.number("num_attention_heads"),
                        config.number("intermediate_size"));
        long pooler = Exact.product(hidden, hidden + 1);
        return encoder(config, shape, config.number("type_vocab_size", 2), pooler, padding);
    }

    static Architecture distilbert(ConfigFields config) {
        Shape shape =
                new Shape(
                        config.number("n_layers"),
                        config.number("dim"),
                        config.number("n_heads"),
                        config.number("hidden_dim"));
        return encoder(config, shape, 0, 0, 0);
    }

    private static Architecture encoder(
            ConfigFields config, Shape shape, long tokenTypes, long pooler, long padding) {
        long vocabulary = config.number("vocab_size");
        long positions = config.number("max_position_embeddings");
        long rows = Exact.sum(vocabulary, positions, tokenTypes);
        Parameters parameters =
                new Parameters(
                        shape.matrices(),
                        Exact.product(rows, shape.hidden()),
                        Exact.sum(shape.vectors(), Exact.product(2, shape.hidden()), pooler));
        return new Architecture(
                config.node("model_type").asText(),
                parameters,
                KvShape.NONE,
                shape.hidden(),
                shape.heads(),
                shape.hidden(),
                List.of(shape.width()),
                shape.width(),
                vocabulary,
                Math.max(0, positions - padding));
    }

    private record Shape(long layers, long hidden, long heads, long width) {

        long matrices() {
            return Exact.product(
                    layers, hidden, Exact.sum(Exact.product(4, hidden), Exact.product(2, width)));
        }

        /// Biases of six matrices, and two norms.
        long vectors() {
            return Exact.product(layers, Exact.sum(Exact.product(9, hidden), width));
        }
    }
}
