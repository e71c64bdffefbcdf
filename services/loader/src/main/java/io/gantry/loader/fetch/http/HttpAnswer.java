package io.gantry.loader.fetch.http;

import io.gantry.loader.fetch.AbandonableStream;
import io.gantry.loader.fetch.NetworkTrouble;
import io.gantry.loader.fetch.RetryAfter;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The answer to a GET. Closing it, or its body, drops the connection rather than read the rest.
public record HttpAnswer(HttpURLConnection connection, int status) implements AutoCloseable {

    static final int RANGE_NOT_SATISFIABLE = 416;

    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes (?:(\\d+)-\\d+|\\*)/(\\d+|\\*)");

    public boolean success() {
        return status == HttpURLConnection.HTTP_OK || status == HttpURLConnection.HTTP_PARTIAL;
    }

    /// Neither a success nor trouble that may pass.
    public boolean refusal() {
        return !success() && status < HttpURLConnection.HTTP_INTERNAL_ERROR;
    }

    /// For sources that have nothing better to say of a status.
    public void requireSuccess(StorageUri uri) throws LoadFailedException {
        if (!success()) {
            throw HttpFailures.ofStatus(uri, host(), status).retryAfter(retryAfter());
        }
    }

    /// Who answered: where the last redirect led to.
    public String host() {
        return connection.getURL().getHost();
    }

    /// Where the last redirect led to; may hold a signature.
    public URI address() {
        return URI.create(connection.getURL().toString());
    }

    /// How long the server asks to be left alone; mostly zero.
    public Duration retryAfter() {
        return RetryAfter.of(header("Retry-After"), Instant.now());
    }

    public @Nullable String header(String name) {
        return connection.getHeaderField(name);
    }

    /// What changes with the content, if the server tells.
    @Nullable String version() {
        String tag = header("ETag");
        return tag != null ? tag : header("Last-Modified");
    }

    /// Size of the whole file, also when the answer is a part of it.
    @Nullable Long wholeSize() {
        if (status == HttpURLConnection.HTTP_PARTIAL) {
            Matcher range = contentRange();
            return range.matches() && !range.group(2).equals("*")
                    ? Long.valueOf(range.group(2))
                    : null;
        }
        long length = connection.getContentLengthLong();
        return length < 0 ? null : length;
    }

    /// A body that is no file but says something, also that of an error.
    ///
    /// @param limit in bytes; a longer one is no answer
    public byte[] text(StorageUri uri, int limit) throws LoadFailedException {
        try (InputStream body = success() ? connection.getInputStream() : errorBody()) {
            byte[] text = body.readNBytes(limit + 1);
            if (text.length > limit) {
                throw LoadFailedException.unreachable(
                        uri.toString(),
                        "%s answered with more than %d bytes".formatted(host(), limit),
                        null);
            }
            return text;
        } catch (IOException e) {
            throw NetworkTrouble.failure(uri, connection.getURL().getAuthority(), e);
        }
    }

    /// The bytes of a file from an offset on. Whatever goes wrong closes this.
    public InputStream body(StorageUri uri, long offset) throws LoadFailedException {
        try {
            return bodyFrom(offset);
        } catch (IOException e) {
            close();
            throw NetworkTrouble.failure(uri, connection.getURL().getAuthority(), e);
        }
    }

    private InputStream errorBody() {
        InputStream body = connection.getErrorStream();
        return body == null ? InputStream.nullInputStream() : body;
    }

    /// What comes before the offset is skipped where the server knows no ranges.
    private InputStream bodyFrom(long offset) throws IOException {
        InputStream body =
                new AbandonableStream(connection.getInputStream(), connection::disconnect);
        if (status == HttpURLConnection.HTTP_PARTIAL) {
            Matcher range = contentRange();
            if (!range.matches() || !String.valueOf(offset).equals(range.group(1))) {
                throw new IOException("the server sent another range than was asked for");
            }
        } else {
            body.skipNBytes(offset);
        }
        return body;
    }

    @Override
    public void close() {
        connection.disconnect();
    }

    private Matcher contentRange() {
        String range = header("Content-Range");
        return CONTENT_RANGE.matcher(range == null ? "" : range);
    }
}
