package io.gantry.registry.plan;

/// Families of decoders that are built as Llama is, and how each differs.
enum Family {
    LLAMA("llama", Window.NONE, Experts.NONE),
    GRANITE("granite", Window.NONE, Experts.NONE),
    MISTRAL("mistral", Window.ALL_LAYERS, Experts.NONE),
    MIXTRAL("mixtral", Window.ALL_LAYERS, Experts.MIXTRAL),
    PHI3("phi3", Window.ALL_LAYERS, Experts.NONE),
    QWEN2("qwen2", Window.LATE_LAYERS, Experts.NONE),
    QWEN2_MOE("qwen2_moe", Window.LATE_LAYERS, Experts.QWEN),
    QWEN3("qwen3", Window.LATE_LAYERS, Experts.NONE),
    QWEN3_MOE("qwen3_moe", Window.LATE_LAYERS, Experts.QWEN),
    GEMMA("gemma", Window.NONE, Experts.NONE),
    GEMMA2("gemma2", Window.ALL_BUT_EACH_NTH, Experts.NONE),
    GEMMA3("gemma3_text", Window.ALL_BUT_EACH_NTH, Experts.NONE);

    /// Which layers keep a window of the last tokens only.
    enum Window {
        NONE,
        /// All, if `sliding_window` is set.
        ALL_LAYERS,
        /// Those from `max_window_layers` on, if `use_sliding_window` is set.
        LATE_LAYERS,
        /// All but each second or, as `sliding_window_pattern` says, sixth.
        ALL_BUT_EACH_NTH
    }

    /// How the config.json of a mixture of experts writes it.
    enum Experts {
        NONE,
        MIXTRAL,
        QWEN
    }

    private final String type;
    private final Window window;
    private final Experts experts;

    Family(String type, Window window, Experts experts) {
        this.type = type;
        this.window = window;
        this.experts = experts;
    }

    /// As config.json's `model_type` has it.
    String type() {
        return type;
    }

    Window window() {
        return window;
    }

    Experts experts() {
        return experts;
    }

    /// Whether input and output share one embedding where config.json does not say.
    boolean tied() {
        return isGemma();
    }

    /// Whether queries, keys and values have biases, whatever config.json says.
    boolean queryBias() {
        return this == QWEN2 || this == QWEN2_MOE;
    }

    /// Whether config.json's `attention_bias` counts.
    boolean optionalBias() {
        return this == LLAMA || this == GRANITE || this == QWEN3 || this == QWEN3_MOE || isGemma();
    }

    /// Norms of a layer that are as wide as the model.
    int norms() {
        return this == GEMMA2 || this == GEMMA3 ? 4 : 2;
    }

    /// Whether queries and keys are normed, head by head.
    boolean headNorms() {
        return this == QWEN3 || this == QWEN3_MOE || this == GEMMA3;
    }

    /// Whether there are as many heads for keys and values as for queries where config.json does
    /// not say.
    boolean keyHeadsOptional() {
        return this == LLAMA || this == GRANITE || this == PHI3;
    }

    /// A head's width where config.json does not say.
    long headWidth(long hidden, long heads) {
        if (isGemma()) {
            return 256;
        }
        return this == QWEN3 ? 128 : hidden / heads;
    }

    /// Of how many layers one keeps all tokens, where config.json does not say.
    int windowPattern() {
        return this == GEMMA2 ? 2 : 6;
    }

    private boolean isGemma() {
        return this == GEMMA || this == GEMMA2 || this == GEMMA3;
    }
}
