package io.gantry.registry.plan;

import com.fasterxml.jackson.databind.JsonNode;

/// Counts decoders that are built as Llama is: attention with heads for keys and values that
/// several heads of queries may share, and gated feed-forward layers.
final class Decoders {

    private final Family family;
    private final ConfigFields config;
    private final long layers;
    private final long hidden;
    private final long heads;
    private final long keyHeads;
    private final long headWidth;
    private final long vocabulary;

    private Decoders(Family family, ConfigFields config) {
        this.family = family;
        this.config = config;
        this.layers = config.number("num_hidden_layers");
        this.hidden = config.number("hidden_size");
        this.heads = config.number("num_attention_heads");
        this.keyHeads =
                family.keyHeadsOptional()
                        ? config.number("num_key_value_heads", heads)
                        : config.number("num_key_value_heads");
        this.headWidth = config.number("head_dim", Math.max(1, family.headWidth(hidden, heads)));
        this.vocabulary = config.number("vocab_size");
    }

    static Architecture read(Family family, ConfigFields config) {
        return new Decoders(family, config).architecture();
    }

    private Architecture architecture() {
        Mlp mlp = mlp();
        boolean tied = config.flag("tie_word_embeddings", family.tied());
        Parameters parameters =
                new Parameters(
                        Exact.sum(attention(), mlp.linear()),
                        Exact.product(tied ? 1 : 2, vocabulary, hidden),
                        Exact.sum(biases(), norms(), mlp.other()));
        return new Architecture(
                family.type(),
                parameters,
                kv(),
                hidden,
                heads,
                Exact.product(heads, headWidth),
                mlp.widths(),
                mlp.activeWidth(),
                vocabulary,
                config.count("max_position_embeddings"));
    }

    private long attention() {
        long queriesAndOutput = Exact.product(2, heads, headWidth);
        long keysAndValues = Exact.product(2, keyHeads, headWidth);
        return Exact.product(layers, hidden, Exact.sum(queriesAndOutput, keysAndValues));
    }

    private long biases() {
        boolean asked = family.optionalBias() && config.flag("attention_bias", false);
        long queries = Exact.product(Exact.sum(heads, Exact.product(2, keyHeads)), headWidth);
        long ofAttention = family.queryBias() || asked ? queries : 0;
        long ofOutput = asked ? hidden : 0;
        long ofMlp =
                config.flag("mlp_bias", false)
                        ? Exact.sum(Exact.product(2, config.number("intermediate_size")), hidden)
                        : 0;
        return Exact.product(layers, Exact.sum(ofAttention, ofOutput, ofMlp));
    }

    private long norms() {
        long ofHeads = family.headNorms() ? Exact.product(2, headWidth) : 0;
        long ofLayer = Exact.sum(Exact.product(family.norms(), hidden), ofHeads);
        return Exact.sum(Exact.product(layers, ofLayer), hidden);
    }

    private Mlp mlp() {
        return switch (family.experts()) {
            case NONE -> Mlp.dense(layers, hidden, config.number("intermediate_size"));
            case MIXTRAL -> {
                long experts = config.number("num_local_experts");
                Mlp.Mixture mixture =
                        new Mlp.Mixture(
                                experts,
                                config.number("num_experts_per_tok"),
                                config.number("intermediate_size"),
                                0);
                yield Mlp.experts(layers, hidden, mixture, Exact.product(hidden, experts));
            }
            case QWEN -> qwenExperts();
        };
    }

    /// Layers without experts are those named, and all but each nth.
    private Mlp qwenExperts() {
        long experts = config.number("num_experts");
        long shared = config.count("shared_expert_intermediate_size");
        Mlp.Mixture mixture =
                new Mlp.Mixture(
                        experts,
                        config.number("num_experts_per_tok"),
                        config.number("moe_intermediate_size"),
                        shared);
        long step = config.number("decoder_sparse_step", 1);
        long named =
                config.numbers("mlp_only_layers").stream()
                        .distinct()
                        .filter(layer -> layer >= 0 && layer < layers && (layer + 1) % step == 0)
                        .count();
        long sparse = layers / step - named;
        long sharedGate = shared > 0 ? hidden : 0;
        long other = Exact.sum(Exact.product(hidden, experts), sharedGate);
        Mlp mixed = Mlp.experts(sparse, hidden, mixture, other);
        long dense = layers - sparse;
        return dense == 0
                ? mixed
                : mixed.and(Mlp.dense(dense, hidden, config.number("intermediate_size")));
    }

    private KvShape kv() {
        long windowed = windowLayers();
        long window = windowed == 0 ? 0 : config.number("sliding_window");
        return new KvShape(
                keyHeads, Exact.product(2, headWidth), layers - windowed, windowed, window);
    }

    private long windowLayers() {
        if (config.has("layer_types")) {
            return namedWindowLayers();
        }
        return switch (family.window()) {
            case NONE -> 0;
            case ALL_LAYERS -> config.has("sliding_window") ? layers : 0;
            case LATE_LAYERS -> config.flag("use_sliding_window", false) ? lateWindowLayers() : 0;
            case ALL_BUT_EACH_NTH ->
                    layers
                            - layers
                                    / config.number(
                                            "sliding_window_pattern", family.windowPattern());
        };
    }

    private long lateWindowLayers() {
        if (!config.has("max_window_layers")) {
            config.gap("max_window_layers", "is missing");
        }
        return Math.max(0, layers - config.count("max_window_layers"));
    }

    private long namedWindowLayers() {
        JsonNode types = config.node("layer_types");
        if (!types.isArray() || types.size() != layers) {
            config.wrong(
                    "layer_types", "must be a list of num_hidden_layers texts, found " + types);
            return 0;
        }
        types.valueStream()
                .map(JsonNode::asText)
                .filter(type -> !type.equals("full_attention") && !type.equals("sliding_attention"))
                .findFirst()
                .ifPresent(type ->
                        config.gap(
                                "layer_types",
                                "has %s; known are full_attention and sliding_attention"
                                        .formatted(type)));
        return types.valueStream().filter(it -> it.asText().equals("sliding_attention")).count();
    }
}
