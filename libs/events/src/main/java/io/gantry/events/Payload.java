package io.gantry.events;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The bytes of a request or response body. Its text form tells their number only: payloads may be
/// confidential.
public final class Payload {

    private final String contentType;
    private final @Nullable String contentEncoding;
    private final byte[] bytes;
    private final long size;

    public Payload(String contentType, byte[] bytes) {
        this(contentType, null, bytes, bytes.length);
    }

    /// @param contentEncoding how the bytes are compressed, for example `gzip`; null when they are
    ///   not
    /// @param bytes the body, or its beginning
    /// @param size of the whole body, in bytes
    public Payload(String contentType, @Nullable String contentEncoding, byte[] bytes, long size) {
        this.contentType = contentType;
        this.contentEncoding = contentEncoding;
        this.bytes = bytes.clone();
        this.size = size;
    }

    public String contentType() {
        return contentType;
    }

    /// How the bytes are compressed; null when they are not.
    public @Nullable String contentEncoding() {
        return contentEncoding;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /// Of the whole body, in bytes: more than there are here when it was cut.
    public long size() {
        return size;
    }

    public boolean cut() {
        return size > bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that
                && contentType.equals(that.contentType)
                && Objects.equals(contentEncoding, that.contentEncoding)
                && size == that.size
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
