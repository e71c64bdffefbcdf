package io.gantry.loader.fetch;

import java.util.Map;
import java.util.Optional;

/// What a source wants to know of who asks, by the names that KServe's storage initializer reads:
/// `AWS_ACCESS_KEY_ID`, `HF_TOKEN`, `gcloud-application-credentials.json` and the like
/// (`pkg/credentials` in KServe). Never shown.
public record Credentials(Map<String, String> values) {

    /// Nobody in particular: what the loader's own configuration says.
    public static final Credentials NONE = new Credentials(Map.of());

    public Credentials {
        values = Map.copyOf(values);
    }

    /// The value of a name that is neither missing nor empty.
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    @Override
    public String toString() {
        return "Credentials" + values.keySet().stream().sorted().toList();
    }
}
