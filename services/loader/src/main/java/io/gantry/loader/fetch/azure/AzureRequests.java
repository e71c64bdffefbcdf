package io.gantry.loader.fetch.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.rest.RestAnswer;
import io.gantry.loader.fetch.rest.RestClient;
import io.gantry.loader.fetch.rest.RestRequest;
import io.gantry.loader.outcome.LoadFailedException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Sends requests to Azure as somebody.
final class AzureRequests {

    /// Of 2021; what is asked for here has not changed since.
    private static final String VERSION = "2021-12-02";

    private final RestClient client;
    private final EntraTokens tokens;
    private final InstantSource time;

    AzureRequests(RestClient client, URI authority, InstantSource time) {
        this.client = client;
        this.tokens = new EntraTokens(client, authority, time);
        this.time = time;
    }

    URI blob(AzureLocation location, String name) {
        String path =
                Arrays.stream(name.split("/", -1))
                        .map(segment -> URLEncoder.encode(segment, UTF_8).replace("+", "%20"))
                        .collect(Collectors.joining("/"));
        return URI.create(
                "%s/%s/%s"
                        .formatted(
                                location.endpoint(),
                                URLEncoder.encode(location.container(), UTF_8),
                                path));
    }

    /// @return an answer that says yes
    RestAnswer required(
            StorageUri uri, AzureLocation location, AzureAccess access, RestRequest request)
            throws LoadFailedException {
        RestAnswer answer = send(uri, access, request);
        if (!answer.success()) {
            try (answer) {
                throw AzureFailures.of(uri, location, access, answer);
            }
        }
        return answer;
    }

    RestAnswer send(StorageUri uri, AzureAccess access, RestRequest request)
            throws LoadFailedException {
        RestRequest versioned = request.with("x-ms-version", VERSION);
        RestAnswer answer =
                client.send(
                        uri,
                        switch (access) {
                            case AzureAccess.Anonymous _ -> versioned;
                            case AzureAccess.Signature(String query) -> signed(versioned, query);
                            case AzureAccess.SharedKey key -> signed(uri, versioned, key);
                            case AzureAccess.Application application ->
                                    versioned.with(
                                            "Authorization",
                                            "Bearer " + tokens.of(uri, application));
                        });
        if (answer.status() == 401 && access instanceof AzureAccess.Application application) {
            tokens.forget(application);
        }
        return answer;
    }

    private RestRequest signed(StorageUri uri, RestRequest request, AzureAccess.SharedKey key)
            throws LoadFailedException {
        try {
            return SharedKeySignature.sign(request, key, time.instant());
        } catch (IllegalArgumentException e) {
            throw LoadFailedException.denied(
                    uri.toString(),
                    "the access key of the account is not base64",
                    "Copy AZURE_STORAGE_ACCESS_KEY whole, as Azure shows it.");
        }
    }

    private static RestRequest signed(RestRequest request, String query) {
        URI target = request.target();
        return new RestRequest(
                request.method(),
                URI.create(target + (target.getRawQuery() == null ? "?" : "&") + query),
                request.headers(),
                request.body());
    }
}
