package io.gantry.loader.unpack;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Ends with a failure when more comes than may.
final class BoundedStream extends FilterInputStream {

    private final long most;
    private long count;

    BoundedStream(InputStream in, long most) {
        super(in);
        this.most = most;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        counted(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        int read = super.read(buffer, from, length);
        counted(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = super.skip(bytes);
        counted(skipped);
        return skipped;
    }

    private void counted(long more) throws IOException {
        count += more;
        if (count > most) {
            throw new IOException("it unpacks to more than %d bytes".formatted(most));
        }
    }
}
