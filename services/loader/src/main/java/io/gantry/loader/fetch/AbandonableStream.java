package io.gantry.loader.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// The body of an answer. Closed at its end, it leaves its connection to the next request; closed
/// before, it drops the connection rather than read the rest.
public final class AbandonableStream extends FilterInputStream {

    private final Runnable drop;
    private boolean ended;

    /// @param drop ends the connection
    public AbandonableStream(InputStream body, Runnable drop) {
        super(body);
        this.drop = drop;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        int count = super.read(buffer, from, length);
        ended |= count < 0;
        return count;
    }

    @Override
    public void close() throws IOException {
        if (ended) {
            super.close();
        } else {
            drop.run();
        }
    }
}
