package io.gantry.loader.fetch.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.NetworkTrouble;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import javax.net.ssl.HttpsURLConnection;

/// Sends requests, with the timeouts and the trust of the loader. Redirects are answers like any
/// other: credentials go nowhere but where they were sent.
public final class RestClient {

    private final LoaderConfig.Download config;
    private final TrustedCertificates trusted;

    public RestClient(LoaderConfig.Download config, TrustedCertificates trusted) {
        this.config = config;
        this.trusted = trusted;
    }

    /// @param uri what failures name
    /// @return what the service answered, whatever its status
    public RestAnswer send(StorageUri uri, RestRequest request) throws LoadFailedException {
        try {
            HttpURLConnection connection = connect(request);
            if (request.body() != null) {
                connection.setDoOutput(true);
                try (OutputStream body = connection.getOutputStream()) {
                    body.write(request.body().getBytes(UTF_8));
                }
            }
            return new RestAnswer(connection, connection.getResponseCode());
        } catch (IOException e) {
            throw NetworkTrouble.failure(uri, request.target().getAuthority(), e);
        }
    }

    private HttpURLConnection connect(RestRequest request) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) request.target().toURL().openConnection();
        if (connection instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(trusted.sockets());
        }
        connection.setRequestMethod(request.method());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout((int) config.connectTimeout().toMillis());
        connection.setReadTimeout((int) config.readTimeout().toMillis());
        connection.setRequestProperty("Accept-Encoding", "identity");
        connection.setRequestProperty("User-Agent", "gantry-loader");
        request.headers().forEach(connection::setRequestProperty);
        return connection;
    }
}
