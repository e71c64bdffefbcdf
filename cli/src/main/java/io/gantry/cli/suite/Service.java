package io.gantry.cli.suite;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// The five services, in the order in which they are started.
public enum Service {
    MODEL_REGISTRY("model-registry", 8080),
    LOADER("loader", 8082),
    DEPLOYER("deployer", 8083),
    MONITOR("monitor", 8084),
    INFERENCE_PROXY("inference-proxy", 8081);

    private final String folder;
    private final int defaultPort;

    Service(String folder, int defaultPort) {
        this.folder = folder;
        this.defaultPort = defaultPort;
    }

    /// The service's name, which is also its folder under `services/`.
    public String folder() {
        return folder;
    }

    public int defaultPort() {
        return defaultPort;
    }

    public static Optional<Service> ofName(String name) {
        return Arrays.stream(values()).filter(service -> service.folder.equals(name)).findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(Service::folder).collect(Collectors.joining(", "));
    }
}
