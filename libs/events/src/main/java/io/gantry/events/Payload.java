package io.gantry.events;

import java.util.Arrays;

/// The bytes of a request or response body. Its text form tells their number only: payloads may be
/// confidential.
public final class Payload {

    private final String contentType;
    private final byte[] bytes;

    public Payload(String contentType, byte[] bytes) {
        this.contentType = contentType;
        this.bytes = bytes.clone();
    }

    public String contentType() {
        return contentType;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that
                && contentType.equals(that.contentType)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * contentType.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Payload[%s, %d bytes]".formatted(contentType, bytes.length);
    }
}
