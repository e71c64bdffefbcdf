package io.gantry.loader.fetch.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gantry.loader.fetch.AbandonableStream;
import io.gantry.loader.fetch.NetworkTrouble;
import io.gantry.loader.fetch.Range;
import io.gantry.loader.fetch.RetryAfter;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a service answered. Closing it, or its body before its end, drops the connection rather
/// than read the rest.
public final class RestAnswer implements AutoCloseable {

    private static final int LARGEST_TEXT = 64 * 1024 * 1024;

    private final HttpURLConnection connection;
    private final int status;

    RestAnswer(HttpURLConnection connection, int status) {
        this.connection = connection;
        this.status = status;
    }

    public int status() {
        return status;
    }

    public boolean success() {
        return status >= 200 && status < 300;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(connection.getHeaderField(name));
    }

    /// How long the service asks to be left alone.
    public Duration retryAfter() {
        return RetryAfter.of(connection.getHeaderField("Retry-After"), Instant.now());
    }

    /// The whole body, also of a failure, where it is a document rather than a file.
    public String text(StorageUri uri) throws LoadFailedException {
        try (InputStream body =
                status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            if (body == null) {
                return "";
            }
            byte[] bytes = body.readNBytes(LARGEST_TEXT + 1);
            if (bytes.length > LARGEST_TEXT) {
                throw new IOException("it answers more than %d bytes".formatted(LARGEST_TEXT));
            }
            return new String(bytes, UTF_8);
        } catch (IOException e) {
            throw NetworkTrouble.failure(uri, peer(), e);
        }
    }

    /// The bytes of a range that was asked for; what comes before it is skipped where the service
    /// sent the whole file.
    public InputStream body(StorageUri uri, Range range) throws LoadFailedException {
        try {
            InputStream body =
                    new AbandonableStream(connection.getInputStream(), connection::disconnect);
            if (status != HttpURLConnection.HTTP_PARTIAL) {
                body.skipNBytes(range.from());
            } else if (!header("Content-Range")
                    .orElse("")
                    .startsWith("bytes %d-".formatted(range.from()))) {
                throw new IOException("it sent another range than was asked for");
            }
            return body;
        } catch (IOException e) {
            close();
            throw NetworkTrouble.failure(uri, peer(), e);
        }
    }

    public String peer() {
        return connection.getURL().getAuthority();
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
