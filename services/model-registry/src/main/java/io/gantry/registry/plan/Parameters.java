package io.gantry.registry.plan;

/// How many weights a model has.
///
/// @param linear those of the blocks' matrices, which quantization makes small
/// @param embedding those of the vocabulary, at both ends
/// @param other norms, biases, routers
record Parameters(long linear, long embedding, long other) {

    long total() {
        return Exact.sum(linear, embedding, other);
    }

    /// Those that quantization leaves as they were.
    long kept() {
        return Exact.sum(embedding, other);
    }
}
