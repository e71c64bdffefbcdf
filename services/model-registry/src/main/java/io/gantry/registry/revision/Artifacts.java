package io.gantry.registry.revision;

import static io.gantry.events.ArtifactReference.DEFAULT_MOUNT_PATH;

import io.gantry.events.ArtifactReference;
import io.gantry.events.CredentialsReference;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.EnvVar;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.ModelSpec;
import io.gantry.kserve.api.StorageSpec;
import io.gantry.kserve.api.StorageUriSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What has to be on a node before a predictor can start.
public final class Artifacts {

    private static final String STORAGE_URI = "STORAGE_URI";

    /// Names the one secret to download with (KServe's `pkg/constants`).
    private static final String SECRET = "serving.kserve.io/storageSecretName";

    private Artifacts() {}

    /// @param service whose predictor it is
    /// @param predictor after defaulting
    /// @param sha256 the expected digest of what is mounted where a single model is
    static List<ArtifactReference> of(
            InferenceService service, Component predictor, @Nullable String sha256) {
        CredentialsReference credentials = credentials(service, predictor);
        if (predictor.storageUris() != null) {
            return predictor.storageUris().stream()
                    .filter(place -> place.uri() != null)
                    .map(place -> reference(place, sha256, credentials))
                    .toList();
        }
        return place(predictor)
                .map(uri -> ArtifactReference.of(uri, sha256, DEFAULT_MOUNT_PATH, credentials))
                .stream()
                .toList();
    }

    private static ArtifactReference reference(
            StorageUriSpec place,
            @Nullable String sha256,
            @Nullable CredentialsReference credentials) {
        String mountPath = place.mountPath() == null ? DEFAULT_MOUNT_PATH : place.mountPath();
        return ArtifactReference.of(
                String.valueOf(place.uri()),
                mountPath.equals(DEFAULT_MOUNT_PATH) ? sha256 : null,
                mountPath,
                credentials);
    }

    private static @Nullable CredentialsReference credentials(
            InferenceService service, Component predictor) {
        if (service.namespace() == null) {
            return null;
        }
        StorageSpec storage = predictor.model() == null ? null : predictor.model().storage();
        return credentials(
                service.namespace(),
                predictor.serviceAccountName(),
                service.annotation(SECRET),
                storage);
    }

    /// The credentials of whoever names these: the same for the same names, whatever it is that
    /// names them.
    ///
    /// @param account null for the namespace's default
    /// @param secret to use instead of the account's; null for those
    /// @param storage null when the place is a URI
    public static CredentialsReference credentials(
            String namespace,
            @Nullable String account,
            @Nullable String secret,
            @Nullable StorageSpec storage) {
        return new CredentialsReference(
                namespace,
                account == null ? CredentialsReference.DEFAULT_SERVICE_ACCOUNT : account,
                secret,
                storage == null ? null : storageKey(storage),
                storage == null ? null : storage.parameters());
    }

    private static Optional<String> place(Component predictor) {
        ModelSpec model = predictor.model();
        if (model == null) {
            return predictor.containersOrEmpty().stream()
                    .map(Artifacts::storageUri)
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        if (model.storageUri() != null) {
            return Optional.of(model.storageUri());
        }
        return Optional.ofNullable(model.storage()).map(Artifacts::uri);
    }

    /// A custom predictor names its model by an environment variable.
    private static Optional<String> storageUri(Container container) {
        List<EnvVar> variables = container.env() == null ? List.of() : container.env();
        return variables.stream()
                .filter(variable -> STORAGE_URI.equals(variable.name()))
                .map(EnvVar::value)
                .flatMap(value -> Optional.ofNullable(value).stream())
                .findFirst();
    }

    /// The URI that the parameters spell out; where they do not, one that names the key, which only
    /// a loader that is configured for it can resolve.
    private static String uri(StorageSpec storage) {
        Map<String, String> parameters =
                storage.parameters() == null ? Map.of() : storage.parameters();
        String path = storage.path() == null ? "" : storage.path();
        String type = parameters.get("type");
        String bucket = parameters.get("bucket");
        if (type != null && bucket != null) {
            return "%s://%s/%s".formatted(type, bucket, path);
        }
        return "storage://%s/%s".formatted(storageKey(storage), path);
    }

    /// KServe's `CreateStorageSpecSecretEnvs`.
    private static String storageKey(StorageSpec storage) {
        if (storage.key() != null) {
            return storage.key();
        }
        String type = storage.parameters() == null ? null : storage.parameters().get("type");
        return type == null ? "default" : "default_" + type;
    }
}
