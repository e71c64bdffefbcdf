package io.gantry.loader.credentials;

import io.gantry.events.ArtifactReference;
import io.gantry.events.CredentialsReference;
import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.Credentials;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where an artifact is, and as whom to ask for it. Secrets are read anew each time, so that one
/// that was renewed is used by the next attempt.
@ApplicationScoped
public class Locations {

    /// KServe's name of the secret that `storage.key` is a key of.
    private static final String STORAGE_CONFIG = "storage-config";

    /// What the registry calls a place that is known only with that secret.
    private static final String BY_KEY = "storage";

    private final Optional<Path> directory;

    public Locations(LoaderConfig config) {
        this.directory = config.credentials().directory();
    }

    public Location of(ArtifactReference reference) throws LoadFailedException {
        StorageUri uri = StorageUri.parse(reference.storageUri());
        CredentialsReference wanted = reference.credentials();
        if (directory.isEmpty() || wanted == null) {
            return new Location(known(uri, StorageConfig.NONE), Credentials.NONE);
        }
        Secrets secrets = read(uri, directory.get());
        if (wanted.storageKey() != null) {
            StorageConfig config = config(uri, secrets, wanted, wanted.storageKey());
            return new Location(known(uri, config), config.addTo(Credentials.NONE));
        }
        return new Location(uri, KServeSecrets.credentials(secrets(uri, secrets, wanted)));
    }

    private static Secrets read(StorageUri uri, Path directory) throws LoadFailedException {
        try {
            return SecretManifests.read(directory);
        } catch (IOException e) {
            throw LoadFailedException.denied(
                    uri.toString(),
                    "the secrets cannot be read: " + e.getMessage(),
                    "Correct it, or gantry.loader.credentials.directory; the download is tried again.");
        }
    }

    private static List<Secret> secrets(
            StorageUri uri, Secrets secrets, CredentialsReference wanted)
            throws LoadFailedException {
        String name = wanted.secret();
        if (name == null) {
            return secrets.of(wanted.namespace(), wanted.serviceAccount());
        }
        return List.of(
                secrets.find(wanted.namespace(), name)
                        .orElseThrow(() -> missing(uri, wanted.namespace(), name)));
    }

    /// A key that the spec does not name itself need not be there.
    private static StorageConfig config(
            StorageUri uri, Secrets secrets, CredentialsReference wanted, String key)
            throws LoadFailedException {
        String name = wanted.secret() == null ? STORAGE_CONFIG : wanted.secret();
        Optional<Secret> secret = secrets.find(wanted.namespace(), name);
        boolean chosen = !key.equals("default") && !key.startsWith("default_");
        if (chosen && secret.isEmpty()) {
            throw missing(uri, wanted.namespace(), name);
        }
        if (chosen && !secret.get().has(key)) {
            throw LoadFailedException.denied(
                    uri.toString(),
                    "the secret '%s' in the namespace '%s' has no key '%s'"
                            .formatted(name, wanted.namespace(), key),
                    "Correct storage.key or the secret; the download is tried again.");
        }
        try {
            return StorageConfig.of(
                    secret.map(found -> found.value(key)).orElse(null), wanted.parameters());
        } catch (IllegalArgumentException e) {
            throw LoadFailedException.denied(
                    uri.toString(),
                    "the key '%s' of the secret '%s' cannot be read: %s"
                            .formatted(key, name, e.getMessage()),
                    "Make it a JSON object with type, bucket and the like; the download is tried again.");
        }
    }

    /// The URI itself, or the one that a `storage://key/path` stands for.
    private static StorageUri known(StorageUri uri, StorageConfig config)
            throws LoadFailedException {
        if (!uri.scheme().equals(BY_KEY)) {
            return uri;
        }
        String path = uri.rest().substring(uri.rest().indexOf('/') + 1);
        if (config.type().isEmpty() || config.bucket().isEmpty()) {
            throw LoadFailedException.unsupported(
                    uri.toString(),
                    "the storage key names no type or no bucket",
                    "Give both in the key of the secret storage-config, which the loader finds in gantry.loader.credentials.directory, or in storage.parameters.");
        }
        return StorageUri.parse(
                "%s://%s/%s".formatted(config.type().get(), config.bucket().get(), path));
    }

    private static LoadFailedException missing(StorageUri uri, String namespace, String name) {
        return LoadFailedException.denied(
                uri.toString(),
                "there is no secret '%s' in the namespace '%s'".formatted(name, namespace),
                "Put its manifest into gantry.loader.credentials.directory, or name another; the download is tried again.");
    }
}
