package io.gantry.loader.fetch.http;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.NetworkTrouble;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.fetch.WebConnections;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Set;

/// Sends GET requests and follows where they lead, but never from https back to http.
public final class HttpRequests {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MAX_REDIRECTS = 10;

    private final WebConnections connections;

    public HttpRequests(LoaderConfig.Download config, TrustedCertificates trusted) {
        this.connections = new WebConnections(config, trusted);
    }

    /// @param uri what failures name
    public HttpAnswer get(StorageUri uri, HttpGet get) throws LoadFailedException {
        URI at = get.target();
        for (int i = 0; i <= MAX_REDIRECTS; i++) {
            try {
                HttpURLConnection connection = connections.open(at, get.headersAt(at));
                int status = connection.getResponseCode();
                String location = connection.getHeaderField("Location");
                if (!REDIRECTS.contains(status) || location == null) {
                    return new HttpAnswer(connection, status);
                }
                connection.disconnect();
                at = next(uri, at, location);
            } catch (IOException e) {
                throw NetworkTrouble.failure(uri, at.getAuthority(), e);
            }
        }
        throw HttpFailures.redirect(uri, "more than %d redirects".formatted(MAX_REDIRECTS));
    }

    private static URI next(StorageUri uri, URI from, String location) throws LoadFailedException {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw HttpFailures.redirect(
                    uri, "%s redirects to a malformed address".formatted(from.getAuthority()));
        }
        boolean web = "http".equals(to.getScheme()) || "https".equals(to.getScheme());
        boolean downgrade = "https".equals(from.getScheme()) && "http".equals(to.getScheme());
        if (!web || downgrade || to.getHost() == null) {
            throw HttpFailures.redirect(
                    uri,
                    "%s redirects to %s://%s, which is not followed"
                            .formatted(from.getAuthority(), to.getScheme(), to.getHost()));
        }
        return to;
    }
}
