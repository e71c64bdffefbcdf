package io.gantry.runtime.onnx.text;

import java.util.Optional;
import java.util.OptionalInt;

/// What the operator sets against or beside the model's own files.
///
/// @param maxTokens tokens of one text, at most
/// @param batch limits of one pass through the model
public record TextOptions(
        OptionalInt maxTokens,
        Optional<Pooling> pooling,
        Optional<Boolean> normalize,
        BatchLimits batch) {

    /// What one pass through the model may hold.
    ///
    /// @param texts rows of one pass
    /// @param tokens rows times the padded length, which is what a pass needs memory for
    public record BatchLimits(int texts, int tokens) {}
}
