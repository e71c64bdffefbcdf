package io.gantry.loader.fetch.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.NetworkTrouble;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.fetch.WebConnections;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;

/// Sends requests, with the timeouts and the trust of the loader. Redirects are answers like any
/// other: credentials go nowhere but where they were sent.
public final class RestClient {

    private final WebConnections connections;

    public RestClient(LoaderConfig.Download config, TrustedCertificates trusted) {
        this.connections = new WebConnections(config, trusted);
    }

    /// @param uri what failures name
    /// @return what the service answered, whatever its status
    public RestAnswer send(StorageUri uri, RestRequest request) throws LoadFailedException {
        try {
            HttpURLConnection connection = connections.open(request.target(), request.headers());
            connection.setRequestMethod(request.method());
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
}
