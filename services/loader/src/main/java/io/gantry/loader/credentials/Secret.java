package io.gantry.loader.credentials;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Kubernetes Secret, decoded. Never shown.
record Secret(
        String namespace, String name, Map<String, String> annotations, Map<String, String> data) {

    Secret {
        annotations = Map.copyOf(annotations);
        data = Map.copyOf(data);
    }

    @Nullable String value(String key) {
        return data.get(key);
    }

    boolean has(String key) {
        return data.containsKey(key);
    }

    @Override
    public String toString() {
        return "Secret[" + namespace + "/" + name + "]";
    }
}
