package io.gantry.loader.fetch;

import io.gantry.loader.outcome.LoadFailedException;
import java.io.IOException;
import java.io.InputStream;

/// Tells apart what the source does wrong from what the disk does.
record BreakableStream(StorageUri uri, InputStream in) implements AutoCloseable {

    static BreakableStream open(FetchJob job, RemoteFile file, Range range)
            throws LoadFailedException {
        return new BreakableStream(job.uri(), job.source().open(job.location(), file, range));
    }

    int read(byte[] buffer, int from, int length) throws LoadFailedException {
        try {
            return in.read(buffer, from, length);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    @Override
    public void close() throws LoadFailedException {
        try {
            in.close();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private LoadFailedException broken(IOException e) {
        return e.getCause() instanceof LoadFailedException told
                ? told
                : NetworkTrouble.failure(uri, "the source", e);
    }
}
