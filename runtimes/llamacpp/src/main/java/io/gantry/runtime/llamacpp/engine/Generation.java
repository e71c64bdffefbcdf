package io.gantry.runtime.llamacpp.engine;

import de.kherud.llama.LlamaIterator;

/// One answer, piece by piece. Calls block in native code. Not safe for use by several threads.
public final class Generation {

    private final LlamaIterator pieces;

    Generation(LlamaIterator pieces) {
        this.pieces = pieces;
    }

    public boolean hasNext() {
        return pieces.hasNext();
    }

    /// Waits for the next piece; mostly a token, sometimes several, sometimes none.
    public String next() {
        return pieces.next().text;
    }

    /// Frees what has not come to its end.
    public void cancel() {
        pieces.cancel();
    }
}
