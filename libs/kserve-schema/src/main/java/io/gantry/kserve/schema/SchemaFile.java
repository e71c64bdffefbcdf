package io.gantry.kserve.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;

/// A file of definitions and resource types. A definition becomes one schema, however often it is
/// referred to.
final class SchemaFile {
    private final ObjectNode document;
    private final Map<String, Schema> definitions = new HashMap<>();

    private SchemaFile(ObjectNode document) {
        this.document = document;
    }

    /// A resource beside this class.
    static SchemaFile read(String name) {
        try (InputStream file = SchemaFile.class.getResourceAsStream(name)) {
            return new SchemaFile(
                    (ObjectNode) new ObjectMapper().readTree(Objects.requireNonNull(file, name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The resource types, in the order of the file.
    List<ResourceType> types() {
        List<ResourceType> types = new ArrayList<>();
        document.path("types").forEach(crd -> types.add(type(crd)));
        return types;
    }

    /// The schema of a definition.
    Schema definition(String name) {
        Schema known = definitions.get(name);
        if (known != null) {
            return known;
        }
        if (!(document.path("definitions").get(name) instanceof ObjectNode text)) {
            throw new IllegalArgumentException("No definition \"%s\"".formatted(name));
        }
        Schema made = Schema.of(text, this::schema);
        definitions.put(name, made);
        return made;
    }

    private Schema schema(ObjectNode text) {
        JsonNode reference = text.get("$ref");
        return reference == null ? Schema.of(text, this::schema) : definition(reference.asText());
    }

    private ResourceType type(JsonNode crd) {
        JsonNode names = crd.get("names");
        return new ResourceType(
                crd.get("group").asText(),
                new ResourceType.Names(
                        names.get("kind").asText(),
                        names.get("listKind").asText(),
                        names.get("plural").asText(),
                        names.get("singular").asText(),
                        texts(names.path("shortNames")),
                        texts(names.path("categories"))),
                crd.get("scope").asText().equals("Namespaced"),
                StreamSupport.stream(crd.get("versions").spliterator(), false)
                        .map(this::version)
                        .toList());
    }

    private TypeVersion version(JsonNode version) {
        return new TypeVersion(
                version.get("name").asText(),
                version.get("served").asBoolean(),
                version.get("storage").asBoolean(),
                version.path("subresources").has("status"),
                version.path("additionalPrinterColumns")
                        .valueStream()
                        .map(PrinterColumn::of)
                        .toList(),
                schema((ObjectNode) version.at("/schema/openAPIV3Schema")));
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
