package io.gantry.registry.plan;

/// Counts DeepSeek V2 and V3 and what is built as they are: multi-head latent attention, whose
/// cache is one compressed vector a token and layer, and experts behind some dense layers.
final class DeepSeek {

    private final ConfigFields config;
    private final long layers;
    private final long hidden;
    private final long heads;
    private final long keyRank;
    private final long plainWidth;
    private final long ropeWidth;
    private final long valueWidth;

    private DeepSeek(ConfigFields config) {
        this.config = config;
        this.layers = config.number("num_hidden_layers");
        this.hidden = config.number("hidden_size");
        this.heads = config.number("num_attention_heads");
        this.keyRank = config.number("kv_lora_rank");
        this.plainWidth = config.number("qk_nope_head_dim");
        this.ropeWidth = config.number("qk_rope_head_dim");
        this.valueWidth = config.number("v_head_dim");
    }

    static Architecture read(ConfigFields config) {
        return new DeepSeek(config).architecture();
    }

    private Architecture architecture() {
        Mlp mlp = mlp();
        long vocabulary = config.number("vocab_size");
        boolean tied = config.flag("tie_word_embeddings", false);
        long queryRank = config.count("q_lora_rank");
        long norms = Exact.sum(Exact.product(2, hidden), queryRank, keyRank);
        Parameters parameters =
                new Parameters(
                        Exact.sum(Exact.product(layers, attention(queryRank)), mlp.linear()),
                        Exact.product(tied ? 1 : 2, vocabulary, hidden),
                        Exact.sum(Exact.product(layers, norms), hidden, mlp.other()));
        return new Architecture(
                config.node("model_type").asText(),
                parameters,
                new KvShape(1, Exact.sum(keyRank, ropeWidth), layers, 0, 0),
                hidden,
                heads,
                Exact.product(heads, valueWidth),
                mlp.widths(),
                mlp.activeWidth(),
                vocabulary,
                config.count("max_position_embeddings"));
    }

    /// @param queryRank rank that queries are compressed to; 0 when they are not
    private long attention(long queryRank) {
        long queryWidth = Exact.product(heads, Exact.sum(plainWidth, ropeWidth));
        long queries =
                queryRank == 0
                        ? Exact.product(hidden, queryWidth)
                        : Exact.product(queryRank, Exact.sum(hidden, queryWidth));
        long compression = Exact.product(hidden, Exact.sum(keyRank, ropeWidth));
        long keysAndValues = Exact.product(keyRank, heads, Exact.sum(plainWidth, valueWidth));
        long output = Exact.product(heads, valueWidth, hidden);
        return Exact.sum(queries, compression, keysAndValues, output);
    }

    private Mlp mlp() {
        long experts = config.number("n_routed_experts");
        long width = config.number("moe_intermediate_size");
        if (config.number("moe_layer_freq", 1) != 1) {
            config.gap("moe_layer_freq", "is " + config.node("moe_layer_freq") + "; known is 1");
        }
        Mlp.Mixture mixture =
                new Mlp.Mixture(
                        experts,
                        config.number("num_experts_per_tok"),
                        width,
                        Exact.product(config.count("n_shared_experts"), width));
        long dense = Math.min(layers, config.count("first_k_dense_replace"));
        boolean corrected = config.node("topk_method").asText().equals("noaux_tc");
        long router = Exact.sum(Exact.product(hidden, experts), corrected ? experts : 0);
        Mlp mixed = Mlp.experts(layers - dense, hidden, mixture, router);
        return dense == 0
                ? mixed
                : mixed.and(Mlp.dense(dense, hidden, config.number("intermediate_size")));
    }
}
