package io.gantry.loader.fetch.oci;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.Credentials;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.http.HttpAnswer;
import io.gantry.loader.fetch.http.HttpGet;
import io.gantry.loader.fetch.http.HttpRequests;
import io.gantry.loader.fetch.http.SignedAddresses;
import io.gantry.loader.outcome.LoadFailedException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Asks registries by their API, as whom they want to know.
final class Registry {

    private static final int MOST_KNOWN = 1_000;
    private static final Set<String> THIS_NODE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final SignedAddresses addresses;
    private final RegistryTokens tokens;
    private final List<String> insecure;
    private final Map<Asker, String> known = new LinkedHashMap<>();

    Registry(LoaderConfig.Oci config, HttpRequests requests) {
        this.addresses = new SignedAddresses(requests);
        this.tokens = new RegistryTokens(requests, new OciCredentials(config));
        this.insecure = config.insecureRegistries().orElse(List.of());
    }

    URI manifest(OciReference reference) {
        return address(reference, "manifests/" + reference.version());
    }

    URI blob(OciReference reference, String digest) {
        return address(reference, "blobs/" + digest);
    }

    /// A successful answer.
    HttpAnswer get(Location place, OciReference reference, HttpGet get) throws LoadFailedException {
        HttpAnswer answer = known(place, reference, get);
        if (answer.success()) {
            return answer;
        }
        try (answer) {
            throw failure(place, reference, answer);
        }
    }

    private HttpAnswer known(Location place, OciReference reference, HttpGet get)
            throws LoadFailedException {
        Asker asker = new Asker(place.credentials(), reference.registry(), reference.repository());
        HttpAnswer answer = addresses.get(place.uri(), as(get, authorization(asker)));
        Optional<Challenge> challenge =
                answer.status() == HttpURLConnection.HTTP_UNAUTHORIZED
                        ? Challenge.parse(answer.header("WWW-Authenticate"))
                        : Optional.empty();
        if (challenge.isEmpty()) {
            return answer;
        }
        answer.close();
        String authorization =
                tokens.authorization(place, reference, root(reference), challenge.get());
        remember(asker, authorization);
        return addresses.get(place.uri(), as(get, authorization));
    }

    private LoadFailedException failure(Location place, OciReference reference, HttpAnswer answer)
            throws LoadFailedException {
        String found = "%s answered %d for %s".formatted(answer.host(), answer.status(), reference);
        return switch (answer.status()) {
            case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
                    tokens.denied(place, reference, found);
            case HttpURLConnection.HTTP_NOT_FOUND ->
                    LoadFailedException.notFound(
                            place.toString(), "%s has no %s".formatted(answer.host(), reference));
            default -> {
                answer.requireSuccess(place.uri());
                throw new IllegalStateException("No failure: " + answer.status());
            }
        };
    }

    private URI address(OciReference reference, String what) {
        return URI.create("%s/v2/%s/%s".formatted(root(reference), reference.repository(), what));
    }

    private URI root(OciReference reference) {
        String registry = reference.registry();
        String host = registry.replaceFirst(":\\d+$", "");
        boolean plain = THIS_NODE.contains(host) || insecure.contains(registry);
        return URI.create(
                (plain ? "http://" : "https://")
                        + (registry.equals(OciReference.DOCKER_HUB)
                                ? "registry-1.docker.io"
                                : registry));
    }

    private static HttpGet as(HttpGet get, @Nullable String authorization) {
        return authorization == null
                ? get
                : get.withSecrets(Map.of("Authorization", authorization));
    }

    private synchronized @Nullable String authorization(Asker asker) {
        return known.get(asker);
    }

    private synchronized void remember(Asker asker, String authorization) {
        known.put(asker, authorization);
        if (known.size() > MOST_KNOWN) {
            known.remove(known.keySet().iterator().next());
        }
    }

    /// A token is good for one repository, and for who asked for it.
    private record Asker(Credentials credentials, String registry, String repository) {}
}
