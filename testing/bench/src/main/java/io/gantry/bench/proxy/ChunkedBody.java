package io.gantry.bench.proxy;

import io.gantry.cli.CliException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The body of an HTTP/1.1 answer that comes in chunks, each as soon as it is there.
final class ChunkedBody extends InputStream {

    private final InputStream from;
    private int left;
    private boolean ended;

    /// @param from where the answer's first byte comes next
    ChunkedBody(InputStream from) throws IOException {
        this.from = from;
        String status = line();
        if (!status.contains(" 200 ")) {
            throw CliException.failed(
                    "A stream was answered with %s: %s"
                            .formatted(
                                    status,
                                    new String(
                                            from.readNBytes(from.available()),
                                            StandardCharsets.UTF_8)));
        }
        String header = status;
        while (!header.isEmpty()) {
            header = line();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (left == 0 && !ended) {
            left = Integer.parseInt(line(), 16);
            ended = left == 0;
        }
        if (ended) {
            return -1;
        }
        int read = from.read(to, offset, Math.min(left, length));
        if (read > 0) {
            left -= read;
            if (left == 0) {
                var _ = line();
            }
        }
        return read;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int next = from.read();
        while (next >= 0 && next != '\n') {
            if (next != '\r') {
                line.append((char) next);
            }
            next = from.read();
        }
        return line.toString();
    }
}
