package io.gantry.runtime.llamacpp.serve;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// An answer that is being generated. Closing it before its end gives its slot to the next.
public final class Answer implements AutoCloseable {

    /// How long it takes at most to see that the client has gone while nothing is written to it.
    private static final long LOOK_MILLIS = 100;

    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final BooleanSupplier clientGone;
    private volatile boolean cancelled;

    Answer(BooleanSupplier clientGone) {
        this.clientGone = clientGone;
    }

    /// Waits for what comes next.
    ///
    /// @throws ClientGoneException when nobody waits for it any more
    public Piece next() throws ClientGoneException {
        try {
            while (true) {
                // What is written to a client that has gone fails only when its buffer is full.
                if (clientGone.getAsBoolean()) {
                    throw new ClientGoneException();
                }
                Piece piece = pieces.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (piece != null) {
                    return piece;
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new ClientGoneException();
        }
    }

    void add(Piece piece) {
        pieces.add(piece);
    }

    boolean cancelled() {
        return cancelled;
    }

    @Override
    public void close() {
        cancelled = true;
    }
}
