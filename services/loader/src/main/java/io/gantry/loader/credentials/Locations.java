package io.gantry.loader.credentials;

import io.gantry.events.ArtifactReference;
import io.gantry.events.CredentialsReference;
import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.Credentials;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where an artifact is, and as whom to ask for it. Secrets are read anew each time, so that one
/// that was renewed is used by the next attempt.
///
/// Who names a secret, a storage key or a service account gets what these open and nothing else in
/// a cluster, where many share a loader: with its own credentials instead, a namespace could name
/// what only others may read. Elsewhere, and for those that name none, the loader's own count.
@ApplicationScoped
public class Locations {

    /// KServe's name of the secret that `storage.key` is a key of.
    private static final String STORAGE_CONFIG = "storage-config";

    /// What the registry calls a place that is known only with that secret.
    private static final String BY_KEY = "storage";

    private final Optional<Path> directory;
    private final boolean shared;
    private final Credentials own;

    @Inject
    public Locations(LoaderConfig config) {
        this(config, Credentials.NONE);
    }

    /// @param own with which to ask when no secret is meant
    public Locations(LoaderConfig config, Credentials own) {
        this.directory = config.credentials().directory();
        this.shared = config.warm().cluster().isPresent();
        this.own = own;
    }

    public Location of(ArtifactReference reference) throws LoadFailedException {
        StorageUri uri = StorageUri.parse(reference.storageUri());
        CredentialsReference wanted = reference.credentials();
        if (wanted == null) {
            return ownLocation(uri);
        }
        if (directory.isEmpty()) {
            if (shared) {
                requireNoneNamed(uri, wanted);
            }
            return ownLocation(uri);
        }
        Secrets secrets = read(uri, directory.get());
        if (wanted.storageKey() != null) {
            StorageConfig config = config(uri, secrets, wanted, wanted.storageKey());
            return new Location(known(uri, config), config.addTo(Credentials.NONE));
        }
        return new Location(uri, KServeSecrets.credentials(secrets(uri, secrets, wanted)));
    }

    private static void requireNoneNamed(StorageUri uri, CredentialsReference wanted)
            throws LoadFailedException {
        String key = wanted.storageKey();
        if (wanted.secret() != null) {
            throw unread(uri, "secret", wanted.secret(), wanted.namespace());
        }
        if (key != null && isChosen(key)) {
            throw unread(uri, "storage key", key, wanted.namespace());
        }
        if (key == null && isNamed(wanted.serviceAccount())) {
            throw unread(uri, "service account", wanted.serviceAccount(), wanted.namespace());
        }
    }

    /// Each pod has the default account, whether it asks for it or not.
    private static boolean isNamed(String account) {
        return !account.equals(CredentialsReference.DEFAULT_SERVICE_ACCOUNT);
    }

    /// A key that the spec does not name itself need not be there.
    private static boolean isChosen(String key) {
        return !key.equals("default") && !key.startsWith("default_");
    }

    /// In a pod of KServe's, an entry of the storage secret is in the environment.
    private Location ownLocation(StorageUri uri) throws LoadFailedException {
        try {
            StorageConfig config =
                    StorageConfig.of(
                            own.get("STORAGE_CONFIG").orElse(null),
                            StorageConfig.of(own.get("STORAGE_OVERRIDE_CONFIG").orElse(null), null)
                                    .settings());
            return new Location(known(uri, config), config.addTo(own));
        } catch (IllegalArgumentException e) {
            throw LoadFailedException.denied(
                    uri.toString(),
                    "STORAGE_CONFIG or STORAGE_OVERRIDE_CONFIG cannot be read: " + e.getMessage(),
                    "Make both JSON objects.");
        }
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
            return ofAccount(uri, secrets, wanted);
        }
        return List.of(
                secrets.find(wanted.namespace(), name)
                        .orElseThrow(() -> missing(uri, "secret", name, wanted.namespace())));
    }

    /// An account may have secrets that are none of storage's and so not here, but not only such.
    private static List<Secret> ofAccount(
            StorageUri uri, Secrets secrets, CredentialsReference wanted)
            throws LoadFailedException {
        String namespace = wanted.namespace();
        String account = wanted.serviceAccount();
        List<Secret> found = secrets.of(namespace, account);
        if (!isNamed(account)) {
            return found;
        }
        List<String> names =
                secrets.namesOf(namespace, account)
                        .orElseThrow(() -> missing(uri, "service account", account, namespace));
        if (found.isEmpty() && !names.isEmpty()) {
            throw missing(uri, "secret", names.getFirst(), namespace);
        }
        return found;
    }

    private static StorageConfig config(
            StorageUri uri, Secrets secrets, CredentialsReference wanted, String key)
            throws LoadFailedException {
        String name = wanted.secret() == null ? STORAGE_CONFIG : wanted.secret();
        Optional<Secret> secret = secrets.find(wanted.namespace(), name);
        boolean chosen = isChosen(key);
        if ((chosen || wanted.secret() != null) && secret.isEmpty()) {
            throw missing(uri, "secret", name, wanted.namespace());
        }
        if (chosen && !secret.orElseThrow().has(key)) {
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

    private static LoadFailedException missing(
            StorageUri uri, String kind, String name, String namespace) {
        return LoadFailedException.denied(
                uri.toString(),
                "there is no %s '%s' in the namespace '%s'".formatted(kind, name, namespace),
                "Put its manifest into gantry.loader.credentials.directory, or name another; the download is tried again.");
    }

    private static LoadFailedException unread(
            StorageUri uri, String kind, String name, String namespace) {
        return LoadFailedException.denied(
                uri.toString(),
                "the model names the %s '%s' of the namespace '%s', and this loader reads none"
                        .formatted(kind, name, namespace),
                "Set gantry.loader.credentials.directory to a directory with its manifest, or name none, and the loader's own credentials count. A pod that brings its model by itself uses it all the same.");
    }
}
