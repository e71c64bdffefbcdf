package io.gantry.registry.plan;

/// What a model keeps of each token that it has seen, in numbers (not bytes).
///
/// @param heads how many heads it is divided into, which is how GPUs share it; 1 for the compressed
///   cache of multi-head latent attention, which each GPU holds whole
/// @param perHead numbers of a head, a token and a layer: keys and values
/// @param fullLayers layers that keep all tokens
/// @param windowLayers layers that keep the last ones only
/// @param window how many tokens those keep
record KvShape(long heads, long perHead, long fullLayers, long windowLayers, long window) {

    /// Of an encoder, which keeps nothing.
    static final KvShape NONE = new KvShape(1, 0, 0, 0, 0);

    boolean keeps() {
        return perHead > 0;
    }

    long layers() {
        return fullLayers + windowLayers;
    }

    /// What a token takes in all layers, as long as no window is full.
    long perToken() {
        return Exact.product(heads, perHead, layers());
    }

    /// What a sequence of that many tokens takes on one of so many GPUs. Where there are more GPUs
    /// than heads, several GPUs hold the same.
    long perSequence(long tokens, int gpus) {
        long slots =
                Exact.sum(
                        Exact.product(fullLayers, tokens),
                        Exact.product(windowLayers, Math.min(tokens, window)));
        return Exact.product(Math.ceilDiv(heads, gpus), perHead, slots);
    }
}
