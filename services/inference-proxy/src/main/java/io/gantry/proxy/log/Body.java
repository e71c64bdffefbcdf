package io.gantry.proxy.log;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;

/// The beginning of a body, as much of it as is logged.
final class Body {

    private final int most;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long size;

    /// @param most bytes that are kept
    Body(int most) {
        this.most = most;
    }

    /// How many of these bytes would be kept.
    int wanted(Buffer more) {
        return Math.min(most - bytes.size(), more.length());
    }

    void add(Buffer more) {
        int wanted = wanted(more);
        size += more.length();
        if (wanted > 0) {
            bytes.write(more.getBytes(0, wanted), 0, wanted);
        }
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /// How many are kept.
    int kept() {
        return bytes.size();
    }

    /// Of the whole body so far.
    long size() {
        return size;
    }
}
