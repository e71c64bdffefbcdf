package io.gantry.loader.credentials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.loader.fetch.Credentials;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One entry of the secret `storage-config`: a kind of storage and how to open it, as JSON. In a
/// pod of KServe's it is STORAGE_CONFIG, and what the spec says instead STORAGE_OVERRIDE_CONFIG
/// (`_update_with_storage_spec` in `kserve_storage.py`).
record StorageConfig(Map<String, String> settings) {

    static final StorageConfig NONE = new StorageConfig(Map.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, String> S3 =
            Map.of(
                    "endpoint_url", "AWS_ENDPOINT_URL",
                    "access_key_id", "AWS_ACCESS_KEY_ID",
                    "secret_access_key", "AWS_SECRET_ACCESS_KEY",
                    "session_token", "AWS_SESSION_TOKEN",
                    "region", "AWS_DEFAULT_REGION",
                    "verify_ssl", "S3_VERIFY_SSL",
                    "anonymous", "awsAnonymousCredential");

    StorageConfig {
        settings = Map.copyOf(settings);
    }

    /// @param json null for no settings
    /// @param overrides null for none
    /// @throws IllegalArgumentException when it is no JSON object; nothing of it is quoted
    static StorageConfig of(@Nullable String json, @Nullable Map<String, String> overrides) {
        Map<String, String> settings = new HashMap<>();
        if (json != null) {
            object(json)
                    .properties()
                    .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
        }
        if (overrides != null) {
            settings.putAll(overrides);
        }
        return new StorageConfig(settings);
    }

    Optional<String> type() {
        return Optional.ofNullable(settings.get("type"));
    }

    Optional<String> bucket() {
        return Optional.ofNullable(settings.get("bucket"));
    }

    /// What it says of who asks, added to what is known.
    Credentials addTo(Credentials known) {
        Map<String, String> values = new HashMap<>(known.values());
        S3.forEach((setting, name) -> {
            String value = settings.get(setting);
            if (value != null) {
                values.put(name, value);
            }
        });
        return new Credentials(values);
    }

    @Override
    public String toString() {
        return "StorageConfig" + settings.keySet().stream().sorted().toList();
    }

    private static JsonNode object(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            // Its message quotes the secret.
        }
        throw new IllegalArgumentException("it is no JSON object");
    }
}
