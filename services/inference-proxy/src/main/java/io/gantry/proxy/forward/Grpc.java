package io.gantry.proxy.forward;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// gRPC's words over HTTP/2: its media type, time limits, statuses and frames.
final class Grpc {

    static final String MEDIA_TYPE = "application/grpc";
    static final String STATUS = "grpc-status";
    static final String MESSAGE = "grpc-message";

    /// When a client that tries again by itself shall do so.
    static final String RETRY_AFTER_MILLIS = "grpc-retry-pushback-ms";

    static final String OK = "0";

    private static final String TIMEOUT = "grpc-timeout";
    private static final int MAX_TIMEOUT_DIGITS = 8;
    private static final long MAX_TIMEOUT_NUMBER = 99_999_999;

    private Grpc() {}

    static boolean isCall(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            return false;
        }
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && isMediaType(type);
    }

    /// gRPC-Web is another protocol, whose media type begins alike.
    private static boolean isMediaType(String type) {
        int end = MEDIA_TYPE.length();
        return type.startsWith(MEDIA_TYPE)
                && (type.length() == end || type.charAt(end) == '+' || type.charAt(end) == ';');
    }

    /// How long the client waits for the whole answer; empty when it does not say so, or in a way
    /// that cannot be read.
    static Optional<Duration> timeout(MultiMap headers) {
        String timeout = headers.get(TIMEOUT);
        int digits = timeout == null ? 0 : timeout.length() - 1;
        if (timeout == null || digits < 1 || digits > MAX_TIMEOUT_DIGITS) {
            return Optional.empty();
        }
        try {
            int number = Integer.parseInt(timeout, 0, digits, 10);
            return number < 0
                    ? Optional.empty()
                    : unit(timeout.charAt(digits)).map(unit -> Duration.of(number, unit));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<ChronoUnit> unit(char letter) {
        return Optional.ofNullable(
                switch (letter) {
                    case 'H' -> ChronoUnit.HOURS;
                    case 'M' -> ChronoUnit.MINUTES;
                    case 'S' -> ChronoUnit.SECONDS;
                    case 'm' -> ChronoUnit.MILLIS;
                    case 'u' -> ChronoUnit.MICROS;
                    case 'n' -> ChronoUnit.NANOS;
                    default -> null;
                });
    }

    /// Makes headers that were copied those of a call: it says that it takes trailers, and how much
    /// time is left.
    ///
    /// @param spent since the call came in
    static void asCall(MultiMap headers, Duration spent) {
        headers.set("te", "trailers");
        timeout(headers)
                .ifPresent(timeout -> {
                    // Rounded up, so that a replica does not give up before the proxy does.
                    Duration rest = timeout.minus(spent).plusNanos(999_999);
                    long left = Math.max(1, rest.toMillis());
                    // Of more than a day, what was spent is no part worth telling.
                    if (left <= MAX_TIMEOUT_NUMBER) {
                        headers.set(TIMEOUT, left + "m");
                    }
                });
    }

    /// The status that tells a client what an HTTP status of the proxy's means.
    static int statusOf(int httpStatus) {
        return switch (httpStatus) {
            case 400 -> 3; // INVALID_ARGUMENT
            case 404 -> 5; // NOT_FOUND
            case 405, 501 -> 12; // UNIMPLEMENTED
            case 408, 504 -> 4; // DEADLINE_EXCEEDED
            case 409 -> 9; // FAILED_PRECONDITION
            case 413 -> 8; // RESOURCE_EXHAUSTED
            case 502, 503 -> 14; // UNAVAILABLE
            default -> 2; // UNKNOWN
        };
    }

    /// The HTTP status that counts for a call's status, so that metrics and objectives know one
    /// kind of code.
    ///
    /// @param status null where the answer had none
    static int httpStatusOf(@Nullable String status) {
        return switch (status == null ? "" : status) {
            case OK -> 200;
            case "1" -> 499; // CANCELLED
            case "3", "9", "11" -> 400; // INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE
            case "4" -> 504; // DEADLINE_EXCEEDED
            case "5" -> 404; // NOT_FOUND
            case "6", "10" -> 409; // ALREADY_EXISTS, ABORTED
            case "7" -> 403; // PERMISSION_DENIED
            case "8" -> 429; // RESOURCE_EXHAUSTED
            case "12" -> 501; // UNIMPLEMENTED
            case "14" -> 503; // UNAVAILABLE
            case "16" -> 401; // UNAUTHENTICATED
            default -> 500;
        };
    }

    /// A status message as it may stand in a header.
    static String encoded(String message) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : message.getBytes(StandardCharsets.UTF_8)) {
            if (each >= ' ' && each <= '~' && each != '%') {
                encoded.append((char) each);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
            }
        }
        return encoded.toString();
    }

    /// Tells a fault where only headers or trailers can.
    static void tell(Fault fault, MultiMap to) {
        to.set(STATUS, Integer.toString(statusOf(fault.status())));
        to.set(MESSAGE, encoded(fault.detail()));
        if (fault.retryAfter() != null) {
            to.set(RETRY_AFTER_MILLIS, Long.toString(fault.retryAfter().toMillis()));
        }
    }

    /// A message as it is sent, uncompressed.
    static Buffer framed(Buffer message) {
        return Buffer.buffer(5 + message.length())
                .appendByte((byte) 0)
                .appendInt(message.length())
                .appendBuffer(message);
    }

    /// A message with one field of type bool, which is not there when it is false.
    static Buffer bool(int field, boolean value) {
        return value
                ? Buffer.buffer().appendByte((byte) (field << 3)).appendByte((byte) 1)
                : Buffer.buffer();
    }

    /// A field with a text of less than 128 bytes.
    static Buffer text(int field, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > Byte.MAX_VALUE) {
            throw new IllegalArgumentException("A text of %d bytes".formatted(bytes.length));
        }
        return Buffer.buffer()
                .appendByte((byte) (field << 3 | 2))
                .appendByte((byte) bytes.length)
                .appendBytes(bytes);
    }
}
