package io.gantry.registry.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.gantry.kserve.api.KServeJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// KServe's manifests and vectors, which are not part of this repository.
public final class Kserve {

    private static final Path DIRECTORY =
            Path.of(System.getProperty("gantry.conformance.dir", ""), "kserve");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private Kserve() {}

    public static boolean present() {
        return Files.isDirectory(DIRECTORY);
    }

    static JsonNode json(String file) {
        try {
            return KServeJson.mapper().readTree(Files.readString(DIRECTORY.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> vectors(String file) {
        return json("vectors/" + file).path("vectors").valueStream().toList();
    }

    /// The documents of a manifest, as an independent reader reads them.
    static ObjectNode document(String file, int index) {
        return (ObjectNode) documents(file).get(index);
    }

    private static List<JsonNode> documents(String file) {
        try (var documents =
                YAML.readerFor(JsonNode.class)
                        .<JsonNode>readValues(Files.readString(DIRECTORY.resolve(file)))) {
            return documents.readAll().stream().filter(JsonNode::isObject).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
