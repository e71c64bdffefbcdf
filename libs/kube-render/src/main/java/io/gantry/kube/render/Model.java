package io.gantry.kube.render;

import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.ModelSpec;
import io.gantry.kserve.api.StorageSpec;
import io.gantry.kserve.api.StorageUriSpec;
import io.gantry.kserve.defaults.ModelSources;
import io.gantry.kserve.validate.Refusal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a workload's model comes from.
///
/// @param places URIs, each with the path that it is mounted at; none where nothing is downloaded
/// @param storage the entry of the storage secret that opens them; null for the service account's
///   secrets
/// @param artifacts what the loader calls them
public record Model(
        List<StorageUriSpec> places, @Nullable StorageSpec storage, List<Artifact> artifacts) {
    private static final String SOURCE = "internal.serving.kserve.io/storage-initializer-sourceuri";

    public static final Model NONE = new Model(List.of(), null, List.of());

    public Model {
        places = List.copyOf(places);
        artifacts = List.copyOf(artifacts);
    }

    static Model of(Component component, List<Artifact> artifacts) {
        ModelSpec model = component.model();
        if (model != null && model.wantsDecryption()) {
            throw new Refusal(
                    "spec.predictor.model.confidential.enabled",
                    "true",
                    "Gantry decrypts no models",
                    "leave confidential out, and serve the model unencrypted");
        }
        StorageSpec storage = model == null ? null : model.storage();
        List<StorageUriSpec> places = ModelSources.of(component);
        if (places.isEmpty() && storage != null && storage.path() != null) {
            places = List.of(StorageSecret.place(storage));
        }
        return new Model(places, storage, artifacts);
    }

    /// What KServe's webhook reads from the pod: kept, because people and tools do, too.
    Map<String, String> annotations() {
        return places.size() == 1 && places.getFirst().uri() != null
                ? Map.of(SOURCE, places.getFirst().uri())
                : Map.of();
    }

    @Nullable Artifact artifact(String uri) {
        return artifacts.stream()
                .filter(artifact -> artifact.storageUri().equals(uri))
                .findFirst()
                .orElse(null);
    }
}
