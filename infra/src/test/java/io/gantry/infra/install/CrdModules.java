package io.gantry.infra.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Custom resource definitions that Go modules bring along. Go keeps them in its module cache.
enum CrdModules {
    GATEWAY_API("sigs.k8s.io/gateway-api@v1.6.3", "config/crd/standard"),
    ISTIO("istio.io/api@v1.32.0", "kubernetes"),
    PROMETHEUS(
            "github.com/prometheus-operator/prometheus-operator@v0.85.0",
            "example/prometheus-operator-crd");

    private final String module;
    private final String directory;

    CrdModules(String module, String directory) {
        this.module = module;
        this.directory = directory;
    }

    /// Where the definitions lie; empty when the module cannot be had.
    Optional<Path> directory() throws InterruptedException {
        try {
            Process go =
                    new ProcessBuilder(List.of("go", "mod", "download", "-json", module)).start();
            String said = new String(go.getInputStream().readAllBytes(), UTF_8);
            return go.waitFor() == 0
                    ? Optional.of(
                            Path.of(new ObjectMapper().readTree(said).path("Dir").asText())
                                    .resolve(directory))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
