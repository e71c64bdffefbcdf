package io.gantry.registry.plan;

import io.gantry.registry.plan.PlanRequest.Load;

/// What a model takes of each GPU that it is spread over, in bytes.
///
/// @param weights of the whole model
record Sizing(ModelConfig config, long weights, Load load) {

    /// CUDA's context, buffers for collective operations, CUDA graphs: an assumption.
    static final long OVERHEAD = 1L << 30;

    /// How many tokens vLLM works on in one step at most: its default on H100 and larger; 2,048 on
    /// others.
    private static final long STEP_TOKENS = 8192;

    /// Logits are computed in 32 bits.
    private static final long LOGIT_BYTES = 4;

    Architecture architecture() {
        return config.architecture();
    }

    int kvBytes() {
        return load.kvDtype().bytes(config.format().activations());
    }

    long kvPerToken() {
        return Exact.product(architecture().kv().perToken(), kvBytes());
    }

    long kvPerSequence(int gpus) {
        return Exact.product(
                architecture().kv().perSequence(load.contextLength(), gpus), kvBytes());
    }

    long kv(int gpus) {
        return Exact.product(load.sequences(), kvPerSequence(gpus));
    }

    long weights(int gpus) {
        return Math.ceilDiv(weights, gpus);
    }

    long stepTokens() {
        return Math.min(STEP_TOKENS, Exact.product(load.sequences(), load.contextLength()));
    }

    /// Of one step: four vectors as wide as the model and two as wide as its feed-forward layers
    /// for each token, and the logits of each sequence.
    long activations(int gpus) {
        long width =
                Exact.sum(
                        Exact.product(4, architecture().hidden()),
                        Exact.product(2, Math.ceilDiv(architecture().activeWidth(), gpus)));
        long bytes = config.format().activations().bits() / 8;
        return Exact.sum(Exact.product(stepTokens(), width, bytes), logits());
    }

    long total(int gpus) {
        return Exact.sum(weights(gpus), kv(gpus), activations(gpus), OVERHEAD);
    }

    private long logits() {
        return architecture().kv().keeps()
                ? Exact.product(load.sequences(), architecture().vocabulary(), LOGIT_BYTES)
                : 0;
    }
}
