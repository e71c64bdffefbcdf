package io.gantry.kube.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.StorageSpec;
import io.gantry.kserve.api.StorageUriSpec;
import io.gantry.kserve.defaults.Defaulting;
import java.util.Map;
import java.util.TreeMap;

/// KServe's secret `storage-config`, in which a key says what kind of storage something is and how
/// to open it (`storage.key`, `storage.parameters`).
final class StorageSecret {
    static final String NAME = "storage-config";

    private StorageSecret() {}

    /// The place of a model that is known by its path: the URI that the parameters spell out, else
    /// one that names the key, which the loader resolves with the secret that it is given.
    static StorageUriSpec place(StorageSpec storage) {
        Map<String, String> parameters = parameters(storage);
        String path = storage.path() == null ? "" : storage.path();
        String type = parameters.get("type");
        String bucket = parameters.get("bucket");
        String uri =
                type != null && bucket != null
                        ? "%s://%s/%s".formatted(type, bucket, path)
                        : "storage://%s/%s".formatted(key(storage), path);
        return new StorageUriSpec(uri, Defaulting.MODEL_DIRECTORY, Map.of());
    }

    /// What the container that downloads is to know.
    ///
    /// @param secret the secret's name
    static void add(ObjectNode container, StorageSpec storage, String secret) {
        ObjectNode config = KServeJson.mapper().createObjectNode().put("name", "STORAGE_CONFIG");
        ObjectNode reference =
                config.putObject("valueFrom")
                        .putObject("secretKeyRef")
                        .put("name", secret)
                        .put("key", key(storage));
        if (storage.key() == null) {
            // Nobody asked for this key, so it need not be there.
            reference.put("optional", true);
        }
        PodDraft.variable(container, config);
        Map<String, String> parameters = parameters(storage);
        if (!parameters.isEmpty()) {
            PodDraft.variable(
                    container,
                    "STORAGE_OVERRIDE_CONFIG",
                    KServeJson.toJson(new TreeMap<>(parameters)));
        }
    }

    private static String key(StorageSpec storage) {
        if (storage.key() != null) {
            return storage.key();
        }
        String type = parameters(storage).get("type");
        return type == null ? "default" : "default_" + type;
    }

    private static Map<String, String> parameters(StorageSpec storage) {
        return storage.parameters() == null ? Map.of() : storage.parameters();
    }
}
