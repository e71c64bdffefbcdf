package io.gantry.loader.peer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gantry.loader.peer.PeerAnswer.Refusal;
import io.gantry.loader.verify.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Asks other loaders.
final class PeerClient {

    /// How many bytes of its artifact a loader has that is asked for others of them.
    static final String DONE = "Gantry-Bytes-Done";

    /// Preference (RFC 7240) of who does not wait for bytes that are on their way.
    static final String AT_ONCE = "wait=0";

    private static final int PARTIAL = 206;
    private static final int UNAVAILABLE = 503;

    /// No answer but a piece is longer.
    private static final int MAX_TEXT = 16 * 1024;

    private final PeerSettings settings;

    PeerClient(PeerSettings settings) {
        this.settings = settings;
    }

    /// What the loader at an address calls itself.
    ///
    /// @throws IOException when there is none, or it does not let this one in
    String instance(URI place) throws IOException {
        HttpURLConnection connection = connect(place.resolve("/v1/peers/self"));
        int status = connection.getResponseCode();
        byte[] text = text(connection, status);
        if (status == HttpURLConnection.HTTP_UNAUTHORIZED) {
            throw new IOException("it has another gantry.loader.peers.token");
        }
        if (status != HttpURLConnection.HTTP_OK) {
            throw new IOException("it answered " + status);
        }
        return JsonMapper.builder().build().readTree(text).path("instance").asText();
    }

    /// Asks once. Bytes that are on their way are waited for, for a moment.
    PeerAnswer ask(Member peer, Wanted wanted) throws InterruptedIOException {
        return ask(peer, wanted, Map.of());
    }

    /// Asks for what the peer has now.
    PeerAnswer askWithoutWaiting(Member peer, Wanted wanted) throws InterruptedIOException {
        return ask(peer, wanted, Map.of("Prefer", AT_ONCE));
    }

    private PeerAnswer ask(Member peer, Wanted wanted, Map<String, String> headers)
            throws InterruptedIOException {
        try {
            HttpURLConnection connection = connect(peer.address().resolve(path(wanted)));
            headers.forEach(connection::setRequestProperty);
            connection.setRequestProperty(
                    "Range", "bytes=%d-%d".formatted(wanted.from(), wanted.to() - 1));
            int status = connection.getResponseCode();
            return status == PARTIAL
                    ? piece(connection, wanted)
                    : refusal(connection, status, text(connection, status));
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException();
            }
            return new PeerAnswer.Useless(Refusal.GONE, String.valueOf(e.getMessage()));
        }
    }

    private static PeerAnswer piece(HttpURLConnection connection, Wanted wanted)
            throws IOException {
        byte[] bytes;
        try (InputStream in = connection.getInputStream()) {
            bytes = in.readNBytes(wanted.length());
            // A body that was read to its end leaves its connection to the next request.
            var _ = in.read();
        }
        byte[] sha256 = Sha256.newDigest().digest(bytes);
        Optional<byte[]> told =
                ContentDigest.parse(connection.getHeaderField(ContentDigest.CONTENT));
        if (bytes.length != wanted.length()
                || told.isEmpty()
                || !MessageDigest.isEqual(told.get(), sha256)) {
            return new PeerAnswer.Useless(
                    Refusal.DAMAGED,
                    "bytes %d to %d of %s are not those that it says it has"
                            .formatted(wanted.from(), wanted.to() - 1, wanted.path()));
        }
        return new PeerAnswer.Piece(
                bytes,
                sha256,
                ContentDigest.parse(connection.getHeaderField(ContentDigest.REPRESENTATION))
                        .map(HexFormat.of()::formatHex)
                        .orElse(null));
    }

    private static PeerAnswer refusal(HttpURLConnection connection, int status, byte[] text) {
        long done = connection.getHeaderFieldLong(DONE, -1);
        if (status == UNAVAILABLE && done >= 0) {
            return new PeerAnswer.NotYet(done);
        }
        String found =
                "it answered %d: %s".formatted(status, new String(text, StandardCharsets.UTF_8));
        return switch (status) {
            case HttpURLConnection.HTTP_NOT_FOUND -> new PeerAnswer.Unknown();
            case HttpURLConnection.HTTP_GONE -> new PeerAnswer.Useless(Refusal.ELSEWHERE, found);
            case HttpURLConnection.HTTP_CONFLICT ->
                    new PeerAnswer.Useless(Refusal.DIFFERENT, found);
            default -> new PeerAnswer.Useless(Refusal.REFUSED, found);
        };
    }

    /// Peers are within the cluster, not behind a proxy; and redirected to is nobody's token.
    private HttpURLConnection connect(URI uri) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout((int) settings.timeout().toMillis());
        connection.setReadTimeout((int) settings.timeout().toMillis());
        connection.setRequestProperty("User-Agent", "gantry-loader");
        connection.setRequestProperty(
                "Authorization", PeerGate.SCHEME + settings.token().orElseThrow());
        return connection;
    }

    private static byte[] text(HttpURLConnection connection, int status) throws IOException {
        boolean error = status >= HttpURLConnection.HTTP_BAD_REQUEST;
        try (InputStream in = error ? connection.getErrorStream() : connection.getInputStream()) {
            return in == null ? new byte[0] : in.readNBytes(MAX_TEXT);
        }
    }

    private static String path(Wanted wanted) {
        return "/v1/peers/artifacts/%s/files/%s?fingerprint=%s"
                .formatted(
                        encoded(wanted.artifact()),
                        Arrays.stream(wanted.path().split("/", -1))
                                .map(PeerClient::encoded)
                                .collect(Collectors.joining("/")),
                        encoded(wanted.fingerprint()));
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
