package io.gantry.kserve;

import io.gantry.kserve.api.KServeJson;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Reads parts of resources as tests write them, by SnakeYAML's own constructor.
public final class Yaml {
    private Yaml() {}

    /// The text as a value of the type.
    public static <T> T read(String text, Class<T> type) {
        Object loaded =
                new org.yaml.snakeyaml.Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        return KServeJson.read(KServeJson.mapper().valueToTree(loaded), type);
    }
}
