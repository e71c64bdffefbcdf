package io.gantry.loader.fetch.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.GoogleCredentials;
import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.Credentials;
import io.gantry.loader.fetch.NetworkTrouble;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.outcome.LoadFailedException;
import io.quarkus.logging.Log;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Gets tokens from Google, and keeps them for as long as they hold.
final class GcsTokens {

    private static final String NAME = "gcloud-application-credentials.json";
    private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_only";
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Other types name files, programs and addresses for the loader to read, run and ask: nothing
    /// for whoever may write a secret.
    private static final Set<String> OF_A_MODEL = Set.of("service_account", "authorized_user");

    /// So many secrets are in use at once on no node; older ones were replaced.
    private static final int MOST = 100;

    private final LoaderConfig.Gcs config;
    private final HttpTransportFactory transports;
    private final Map<String, GoogleCredentials> known = new ConcurrentHashMap<>();
    private boolean chainAsked;
    private @Nullable GoogleCredentials fromChain;

    GcsTokens(LoaderConfig.Gcs config, TrustedCertificates trusted) {
        this.config = config;
        this.transports =
                () -> new NetHttpTransport.Builder().setSslSocketFactory(trusted.sockets()).build();
    }

    /// @return empty for nobody in particular
    Optional<String> of(StorageUri uri, Credentials credentials) throws LoadFailedException {
        Optional<GoogleCredentials> google = credentials(uri, credentials);
        if (google.isEmpty()) {
            return Optional.empty();
        }
        try {
            google.get().refreshIfExpired();
            return Optional.of(google.get().getAccessToken().getTokenValue());
        } catch (IOException e) {
            throw refused(uri, e);
        }
    }

    private Optional<GoogleCredentials> credentials(StorageUri uri, Credentials credentials)
            throws LoadFailedException {
        Optional<String> own = credentials.get(NAME);
        if (own.isPresent()) {
            requireHarmless(uri, own.get());
            return Optional.of(parsed(uri, NAME, own.get()));
        }
        if (config.anonymous()) {
            return Optional.empty();
        }
        if (config.credentialsFile().isPresent()) {
            Path file = config.credentialsFile().get();
            return Optional.of(parsed(uri, file.toString(), read(uri, file)));
        }
        return config.endpoint().isPresent() ? Optional.empty() : chain();
    }

    /// Looked for once, since that can mean to wait for a metadata server that is not there.
    private synchronized Optional<GoogleCredentials> chain() {
        if (!chainAsked) {
            chainAsked = true;
            try {
                fromChain = GoogleCredentials.getApplicationDefault(transports).createScoped(SCOPE);
            } catch (IOException e) {
                Log.debug("Google's default chain has no credentials", e);
            }
        }
        return Optional.ofNullable(fromChain);
    }

    private GoogleCredentials parsed(StorageUri uri, String name, String text)
            throws LoadFailedException {
        GoogleCredentials before = known.get(text);
        if (before != null) {
            return before;
        }
        try {
            GoogleCredentials made =
                    GoogleCredentials.fromStream(
                                    new ByteArrayInputStream(text.getBytes(UTF_8)), transports)
                            .createScoped(SCOPE);
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(text, made);
            return made;
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(uri, name, "it holds no credentials of Google's");
        }
    }

    private static void requireHarmless(StorageUri uri, String text) throws LoadFailedException {
        try {
            String type = JSON.readTree(text).path("type").asText("");
            if (!OF_A_MODEL.contains(type)) {
                throw unusable(
                        uri,
                        NAME,
                        "its type is '%s', and of a model only %s are taken"
                                .formatted(type, OF_A_MODEL.stream().sorted().toList()));
            }
        } catch (JsonProcessingException e) {
            throw unusable(uri, NAME, "it is no JSON");
        }
    }

    private static String read(StorageUri uri, Path file) throws LoadFailedException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw unusable(uri, file.toString(), "it cannot be read");
        }
    }

    private static LoadFailedException unusable(StorageUri uri, String name, String found) {
        return LoadFailedException.denied(
                uri.toString(),
                "%s cannot be used: %s".formatted(name, found),
                "Give the JSON file of a service account's key as Google made it; other kinds with gantry.loader.gcs.credentials-file.");
    }

    private static LoadFailedException refused(StorageUri uri, IOException e) {
        Optional<HttpResponseException> answer =
                Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause)
                        .filter(HttpResponseException.class::isInstance)
                        .map(HttpResponseException.class::cast)
                        .findFirst();
        if (answer.isEmpty()) {
            return NetworkTrouble.failure(uri, "Google's sign-in service", e);
        }
        int status = answer.get().getStatusCode();
        String found =
                "Google's sign-in service answered %d %s"
                        .formatted(status, error(answer.get().getContent()))
                        .strip();
        return status == 429 || status >= 500
                ? LoadFailedException.unreachable(uri.toString(), found, e)
                : LoadFailedException.denied(
                        uri.toString(),
                        found,
                        "Make a new key of the service account (this one may be deleted or expired) and look at this node's clock; the download is tried again.");
    }

    private static String error(@Nullable String content) {
        try {
            return content == null ? "" : JSON.readTree(content).path("error").asText("");
        } catch (JsonProcessingException e) {
            return "";
        }
    }
}
