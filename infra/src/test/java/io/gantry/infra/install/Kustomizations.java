package io.gantry.infra.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The manifests of `infra/kubernetes`, as they lie there and as kubectl puts them together.
final class Kustomizations {

    static final Path DIRECTORY = Path.of("kubernetes");
    private static final YAMLMapper YAML = new YAMLMapper();

    private Kustomizations() {}

    /// Writes a kustomization of base and some components, as somebody's own overlay.
    ///
    /// @return its directory
    static Path overlay(String name, String resource, List<String> components, String more) {
        String listed =
                components.stream()
                        .map("  - ../../../kubernetes/components/%s\n"::formatted)
                        .collect(Collectors.joining());
        String text =
                "resources:\n  - ../../../kubernetes/%s\ncomponents:\n%s%s"
                        .formatted(resource, listed, more);
        try {
            Path directory = Files.createDirectories(Path.of("target/overlays", name));
            Files.writeString(directory.resolve("kustomization.yaml"), text);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What `kubectl kustomize` prints; skips the test where there is no kubectl.
    static List<JsonNode> rendered(Path directory) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder("kubectl", "kustomize", directory.toString())
                            .redirectErrorStream(true)
                            .start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            return documents(said);
        } catch (IOException e) {
            assumeTrue(false, "SKIPPED: there is no kubectl on this machine to render by");
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> documents(String text) {
        try (JsonParser parser = new YAMLFactory().createParser(text)) {
            List<JsonNode> documents = new ArrayList<>();
            YAML.readValues(parser, JsonNode.class).forEachRemaining(documents::add);
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(List<JsonNode> documents) {
        return documents.stream().map(Kustomizations::yaml).collect(Collectors.joining());
    }

    /// Every YAML file.
    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    /// The first container of every Deployment and DaemonSet, which is named as its service.
    static List<JsonNode> containers(List<JsonNode> documents) {
        return documents.stream()
                .map(each -> each.at("/spec/template/spec/containers/0"))
                .filter(container -> !container.isMissingNode())
                .toList();
    }

    private static String yaml(JsonNode document) {
        try {
            return YAML.writeValueAsString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
