package io.gantry.runtime.llamacpp.serve;

import io.gantry.runtime.server.refusal.RefusedException;

/// What comes of an answer.
public sealed interface Piece {

    /// A further text.
    record Text(String text) implements Piece {}

    /// Nothing more comes.
    ///
    /// @param tokens that were generated
    record End(FinishReason reason, int tokens) implements Piece {}

    /// Nothing more comes, though more should.
    record Failed(RefusedException why) implements Piece {}
}
