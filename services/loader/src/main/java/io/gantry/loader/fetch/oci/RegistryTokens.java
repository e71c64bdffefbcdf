package io.gantry.loader.fetch.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.http.HttpAnswer;
import io.gantry.loader.fetch.http.HttpGet;
import io.gantry.loader.fetch.http.HttpRequests;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Gets the tokens that registries want, from whom they name.
final class RegistryTokens {

    private static final int LONGEST_ANSWER = 1 << 20;
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpRequests requests;
    private final OciCredentials credentials;

    RegistryTokens(HttpRequests requests, OciCredentials credentials) {
        this.requests = requests;
        this.credentials = credentials;
    }

    /// What to send as `Authorization`.
    ///
    /// @param root of the registry's API
    /// @param challenge what it said to who sent nothing, or what is good no more
    String authorization(Location place, OciReference reference, URI root, Challenge challenge)
            throws LoadFailedException {
        Optional<String> basic = credentials.basic(place, reference);
        return switch (challenge.scheme()) {
            case "basic" ->
                    "Basic "
                            + basic.orElseThrow(() ->
                                    denied(
                                            place,
                                            reference,
                                            "%s wants a user and a password"
                                                    .formatted(reference.registry())));
            case "bearer" -> "Bearer " + token(place, reference, root, challenge, basic);
            default ->
                    throw denied(
                            place,
                            reference,
                            "%s wants '%s', which the loader does not know"
                                    .formatted(reference.registry(), challenge.scheme()));
        };
    }

    LoadFailedException denied(Location place, OciReference reference, String found) {
        return LoadFailedException.denied(
                place.toString(), found, credentials.remedy(place, reference));
    }

    private String token(
            Location place,
            OciReference reference,
            URI root,
            Challenge challenge,
            Optional<String> basic)
            throws LoadFailedException {
        HttpGet get = HttpGet.of(realm(place, reference, root, challenge));
        if (basic.isPresent()) {
            get = get.withSecrets(Map.of("Authorization", "Basic " + basic.get()));
        }
        try (HttpAnswer answer = requests.get(place.uri(), get)) {
            switch (answer.status()) {
                case HttpURLConnection.HTTP_BAD_REQUEST,
                        HttpURLConnection.HTTP_UNAUTHORIZED,
                        HttpURLConnection.HTTP_FORBIDDEN ->
                        throw denied(
                                place,
                                reference,
                                "%s gives no token for %s (answered %d)"
                                        .formatted(answer.host(), reference, answer.status()));
                default -> answer.requireSuccess(place.uri());
            }
            return token(place, answer);
        }
    }

    private static String token(Location place, HttpAnswer answer) throws LoadFailedException {
        try {
            JsonNode given = JSON.readTree(answer.text(place.uri(), LONGEST_ANSWER));
            String token = given.path("token").asText(given.path("access_token").asText());
            if (TOKEN.matcher(token).matches()) {
                return token;
            }
        } catch (IOException e) {
            // Told below, without what the answer was: it may hold a token.
        }
        throw LoadFailedException.unreachable(
                place.toString(), "%s answered without a token".formatted(answer.host()), null);
    }

    /// A registry may send who asks to whomever it likes, but not with a password in the clear.
    private URI realm(Location place, OciReference reference, URI root, Challenge challenge)
            throws LoadFailedException {
        String scope = challenge.parameter("scope");
        String asked =
                scope.isEmpty() ? "repository:%s:pull".formatted(reference.repository()) : scope;
        String realm = challenge.parameter("realm");
        String query =
                "%sservice=%s&scope=%s"
                        .formatted(
                                realm.contains("?") ? "&" : "?",
                                encoded(challenge.parameter("service")),
                                encoded(asked));
        try {
            URI uri = URI.create(realm + query);
            boolean secure = "https".equals(uri.getScheme());
            boolean plain = "http".equals(uri.getScheme()) && "http".equals(root.getScheme());
            if (uri.getHost() != null && (secure || plain)) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // As of one that leads nowhere.
        }
        throw denied(
                place,
                reference,
                "%s sends who asks for a token to '%s', where the loader does not go"
                        .formatted(
                                reference.registry(), realm.replaceAll("[?#].*|\\p{Cntrl}", "")));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
