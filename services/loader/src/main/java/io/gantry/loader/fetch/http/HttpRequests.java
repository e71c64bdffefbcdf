package io.gantry.loader.fetch.http;

import io.gantry.loader.LoaderConfig;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sends GET requests and follows where they lead, but never from https back to http.
final class HttpRequests {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MAX_REDIRECTS = 10;

    private final LoaderConfig.Download config;

    HttpRequests(LoaderConfig.Download config) {
        this.config = config;
    }

    HttpAnswer get(URI target, @Nullable String range) throws IOException {
        URI at = target;
        for (int i = 0; i <= MAX_REDIRECTS; i++) {
            HttpURLConnection connection = connect(at, range);
            int status = connection.getResponseCode();
            String location = connection.getHeaderField("Location");
            if (!REDIRECTS.contains(status) || location == null) {
                return new HttpAnswer(connection, status);
            }
            connection.disconnect();
            at = next(at, location);
        }
        throw new IOException("more than %d redirects".formatted(MAX_REDIRECTS));
    }

    private HttpURLConnection connect(URI target, @Nullable String range) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) target.toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout((int) config.connectTimeout().toMillis());
        connection.setReadTimeout((int) config.readTimeout().toMillis());
        connection.setRequestProperty("Accept", "*/*");
        connection.setRequestProperty("Accept-Encoding", "identity");
        connection.setRequestProperty("User-Agent", "gantry-loader");
        if (range != null) {
            connection.setRequestProperty("Range", range);
        }
        return connection;
    }

    private static URI next(URI from, String location) throws IOException {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new IOException("redirected to a malformed address", e);
        }
        boolean web = "http".equals(to.getScheme()) || "https".equals(to.getScheme());
        boolean downgrade = "https".equals(from.getScheme()) && "http".equals(to.getScheme());
        if (!web || downgrade || to.getHost() == null) {
            throw new IOException(
                    "redirected to %s://%s, which is not followed"
                            .formatted(to.getScheme(), to.getHost()));
        }
        return to;
    }
}
