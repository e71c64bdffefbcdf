package io.gantry.loader.credentials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Reads a directory of manifests, the same that `kubectl apply` takes: of each YAML or JSON file
/// the Secrets and ServiceAccounts; other kinds are passed over.
final class SecretManifests {

    private static final ObjectReader DOCUMENTS = new YAMLMapper().readerFor(JsonNode.class);
    private static final String DEFAULT_NAMESPACE = "default";

    private final Map<String, Secret> secrets = new HashMap<>();
    private final Map<String, List<String>> accounts = new HashMap<>();

    private SecretManifests() {}

    /// @throws IOException when the directory or a file cannot be read; the message names it and
    ///   nothing of what is in it
    static Secrets read(Path directory) throws IOException {
        SecretManifests manifests = new SecretManifests();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(SecretManifests::isManifest).sorted().toList()) {
                manifests.add(file);
            }
        }
        return new Secrets(manifests.secrets, manifests.accounts);
    }

    private static boolean isManifest(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file) && name.matches("(?i)[^.].*\\.(yaml|yml|json)");
    }

    private void add(Path file) throws IOException {
        try (MappingIterator<JsonNode> documents = DOCUMENTS.readValues(file.toFile())) {
            while (documents.hasNextValue()) {
                add(documents.nextValue());
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            // The parser's own message, and its cause, quote the file.
            throw new IOException(file + " is no readable YAML or holds data that is not base64");
        }
    }

    private void add(JsonNode document) {
        JsonNode metadata = document.path("metadata");
        String namespace = metadata.path("namespace").asText(DEFAULT_NAMESPACE);
        String name = metadata.path("name").asText();
        String key = namespace + "/" + name;
        switch (document.path("kind").asText()) {
            case "Secret" -> secrets.put(key, secret(namespace, name, document));
            case "ServiceAccount" -> accounts.put(key, names(document.path("secrets")));
            default -> {}
        }
    }

    private static Secret secret(String namespace, String name, JsonNode document) {
        Map<String, String> data = new HashMap<>();
        strings(document.path("data")).forEach((key, value) -> data.put(key, decoded(value)));
        data.putAll(strings(document.path("stringData")));
        return new Secret(
                namespace, name, strings(document.path("metadata").path("annotations")), data);
    }

    private static String decoded(String base64) {
        byte[] value = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
        return new String(value, StandardCharsets.UTF_8);
    }

    private static Map<String, String> strings(JsonNode node) {
        Map<String, String> strings = new HashMap<>();
        node.properties().forEach(entry -> strings.put(entry.getKey(), entry.getValue().asText()));
        return strings;
    }

    private static List<String> names(JsonNode references) {
        List<String> names = new ArrayList<>();
        references.forEach(reference -> names.add(reference.path("name").asText()));
        return names;
    }
}
