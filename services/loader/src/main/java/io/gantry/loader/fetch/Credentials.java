package io.gantry.loader.fetch;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a source wants to know of who asks, by the names that KServe's storage initializer reads:
/// `AWS_ACCESS_KEY_ID`, `HF_TOKEN`, `gcloud-application-credentials.json` and the like
/// (`pkg/credentials` in KServe). Never shown.
public record Credentials(Map<String, String> values) {

    /// Nobody in particular: what the loader's own configuration says.
    public static final Credentials NONE = new Credentials(Map.of());

    private static final String HOST = "GANTRY_HTTPS_HOST_";
    private static final String HEADERS = "GANTRY_HTTPS_HEADERS_";

    public Credentials {
        values = Map.copyOf(values);
    }

    /// What a pod's environment says. KServe names the variable of a web server's headers by its
    /// host, which is in a secret; a pod can refer to a secret for a variable's value and not for
    /// its name, so Gantry's pods have two variables with a number, the host and the headers.
    public static Credentials ofEnvironment(Map<String, String> environment) {
        Map<String, String> values = new HashMap<>(environment);
        environment.forEach((name, host) -> {
            String headers =
                    name.startsWith(HOST)
                            ? environment.get(HEADERS + name.substring(HOST.length()))
                            : null;
            if (headers != null) {
                values.putIfAbsent(host.strip() + "-headers", headers);
            }
        });
        return new Credentials(values);
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
