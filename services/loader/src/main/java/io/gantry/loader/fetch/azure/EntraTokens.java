package io.gantry.loader.fetch.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.rest.RestAnswer;
import io.gantry.loader.fetch.rest.RestClient;
import io.gantry.loader.fetch.rest.RestRequest;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Signs applications in at Microsoft Entra ID, and keeps their tokens for as long as they hold.
final class EntraTokens {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CODE = Pattern.compile("AADSTS\\d+");
    private static final String REMEDY =
            "Correct AZ_TENANT_ID, AZ_CLIENT_ID and AZ_CLIENT_SECRET (a secret may have expired), or gantry.loader.azure.*; the download is tried again.";

    /// A request that is signed just before its token ends arrives after it.
    private static final Duration MARGIN = Duration.ofMinutes(2);

    private final RestClient client;
    private final URI authority;
    private final InstantSource time;
    private final Map<AzureAccess.Application, Token> tokens = new ConcurrentHashMap<>();

    private record Token(String value, Instant end) {}

    EntraTokens(RestClient client, URI authority, InstantSource time) {
        this.client = client;
        this.authority = authority;
        this.time = time;
    }

    String of(StorageUri uri, AzureAccess.Application application) throws LoadFailedException {
        Token token = tokens.get(application);
        if (token == null || token.end().isBefore(time.instant().plus(MARGIN))) {
            tokens.values().removeIf(known -> known.end().isBefore(time.instant()));
            token = fetch(uri, application);
            tokens.put(application, token);
        }
        return token.value();
    }

    /// What the service no longer takes is asked for anew.
    void forget(AzureAccess.Application application) {
        tokens.remove(application);
    }

    private Token fetch(StorageUri uri, AzureAccess.Application application)
            throws LoadFailedException {
        URI target =
                URI.create(
                        "%s/%s/oauth2/v2.0/token"
                                .formatted(
                                        authority.toString().replaceFirst("/+$", ""),
                                        encoded(application.tenant())));
        RestRequest request =
                RestRequest.post(
                        target, "application/x-www-form-urlencoded", form(uri, application));
        try (RestAnswer answer = client.send(uri, request)) {
            JsonNode said = json(answer.text(uri));
            if (answer.success() && said.path("access_token").isTextual()) {
                return new Token(
                        said.path("access_token").asText(),
                        time.instant().plusSeconds(said.path("expires_in").asLong(0)));
            }
            throw refused(uri, answer, said);
        }
    }

    private LoadFailedException refused(StorageUri uri, RestAnswer answer, JsonNode said) {
        Matcher code = CODE.matcher(said.path("error_description").asText(""));
        String found =
                "%s refused to sign the application in: it answered %d %s%s"
                        .formatted(
                                answer.peer(),
                                answer.status(),
                                said.path("error").asText(""),
                                code.find() ? " (" + code.group() + ")" : "");
        return answer.status() == 429 || answer.status() >= 500
                ? LoadFailedException.unreachable(uri.toString(), found, null)
                        .retryAfter(answer.retryAfter())
                : LoadFailedException.denied(uri.toString(), found, REMEDY);
    }

    private static String form(StorageUri uri, AzureAccess.Application application)
            throws LoadFailedException {
        String form =
                "grant_type=client_credentials&scope=https%3A%2F%2Fstorage.azure.com%2F.default&client_id="
                        + encoded(application.client());
        return switch (application.proof()) {
            case AzureAccess.Proof.Secret(String secret) ->
                    form + "&client_secret=" + encoded(secret);
            case AzureAccess.Proof.Federated(Path file) ->
                    form
                            + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion="
                            + encoded(read(uri, file));
        };
    }

    private static String read(StorageUri uri, Path file) throws LoadFailedException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw LoadFailedException.denied(
                    uri.toString(),
                    "the token that AZURE_FEDERATED_TOKEN_FILE names, %s, cannot be read"
                            .formatted(file),
                    "Let the user that the loader runs as read it; the download is tried again.");
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
