package io.gantry.kserve.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Schemas and objects as tests write them.
public final class Schemas {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private Schemas() {}

    /// The schema of a YAML text.
    public static Schema schema(String yaml) {
        return schema((ObjectNode) yaml(yaml));
    }

    /// The schema of a tree.
    public static Schema schema(ObjectNode tree) {
        return Schema.of(tree, Schemas::schema);
    }

    /// The object of a YAML text.
    public static ObjectNode object(String yaml) {
        return (ObjectNode) yaml(yaml);
    }

    /// The tree of a YAML text.
    public static JsonNode yaml(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
