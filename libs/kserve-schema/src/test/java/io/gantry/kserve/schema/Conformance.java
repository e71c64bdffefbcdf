package io.gantry.kserve.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/// KServe's CRDs and manifests, for tests that are marked by [RequiresConformance].
public final class Conformance {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DIRECTORY = System.getProperty("gantry.conformance.dir", "");

    private Conformance() {}

    /// Whether the files are here.
    public static boolean present() {
        return !DIRECTORY.isEmpty() && Files.isDirectory(Path.of(DIRECTORY));
    }

    /// A file or folder of KServe's part of the directory.
    public static Path kserve(String name) {
        return Path.of(DIRECTORY).resolve("kserve").resolve(name);
    }

    /// The `spec` of each CustomResourceDefinition below a directory, by name of the resource.
    static List<ObjectNode> crds(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .flatMap(file -> documents(file).stream())
                    .filter(Conformance::isWholeCrd)
                    .map(crd -> (ObjectNode) crd.get("spec"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Kustomize's patches beside the CRDs have the same kind, but no versions.
    private static boolean isWholeCrd(JsonNode document) {
        return document.path("kind").asText().equals("CustomResourceDefinition")
                && document.path("spec").has("versions");
    }

    /// The documents of a YAML file, read by SnakeYAML's own constructor.
    public static List<JsonNode> documents(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(50_000_000);
        DumperOptions unused = new DumperOptions();
        Yaml yaml =
                new Yaml(
                        new SafeConstructor(options),
                        new Representer(unused),
                        unused,
                        options,
                        new TimesAsText());
        List<JsonNode> documents = new ArrayList<>();
        for (Object each : yaml.loadAll(read(file))) {
            if (each != null) {
                documents.add(JSON.valueToTree(each));
            }
        }
        return documents;
    }

    /// A JSON file.
    public static JsonNode json(Path file) {
        try {
            return JSON.readTree(read(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// JSON has no times; what looks like one is text to Kubernetes.
    private static final class TimesAsText extends Resolver {
        @Override
        public void addImplicitResolver(Tag tag, Pattern pattern, String first, int limit) {
            if (!tag.equals(Tag.TIMESTAMP)) {
                super.addImplicitResolver(tag, pattern, first, limit);
            }
        }
    }
}
