package io.gantry.loader.fetch.oci;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The passwords of `docker login`: `.dockerconfigjson` of a Kubernetes secret, `config.json` of a
/// laptop.
final class DockerConfig {

    static final DockerConfig NONE = new DockerConfig(JsonNodeFactory.instance.objectNode());

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode root;

    private DockerConfig(JsonNode root) {
        this.root = root;
    }

    /// Empty when the text is none; why is not said, since the parser would show some of it.
    static Optional<DockerConfig> parse(String text) {
        try {
            JsonNode root = JSON.readTree(text);
            JsonNode auths = root.path("auths");
            return root.isObject() && (auths.isObject() || auths.isMissingNode())
                    ? Optional.of(new DockerConfig(root))
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /// What goes behind `Basic` for a repository. An entry for a part of the registry wins over one
    /// for all of it, as in Kubernetes.
    Optional<String> basic(OciReference reference) {
        String place = reference.registry() + "/" + reference.repository();
        Optional<JsonNode> best = Optional.empty();
        int longest = -1;
        for (Map.Entry<String, JsonNode> entry : root.path("auths").properties()) {
            String at = place(entry.getKey());
            if ((place + "/").startsWith(at + "/") && at.length() > longest) {
                longest = at.length();
                best = Optional.of(entry.getValue());
            }
        }
        return best.flatMap(DockerConfig::basic);
    }

    /// Whether another program is to be asked for passwords, which the loader does not.
    boolean asksHelpers() {
        return root.hasNonNull("credsStore") || root.path("credHelpers").size() > 0;
    }

    private static Optional<String> basic(JsonNode entry) {
        String user = entry.path("username").asText();
        String password = entry.path("password").asText();
        String auth =
                user.isEmpty()
                        ? entry.path("auth").asText()
                        : Base64.getEncoder()
                                .encodeToString(
                                        (user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return Optional.of(auth.strip()).filter(DockerConfig::isBase64);
    }

    private static boolean isBase64(String auth) {
        try {
            return Base64.getDecoder().decode(auth).length > 1;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// `https://index.docker.io/v1/` is how `docker login` calls Docker Hub.
    private static String place(String key) {
        String place =
                key.toLowerCase(Locale.ROOT)
                        .replaceFirst("^https?://", "")
                        .replaceFirst("/v[12]/?$", "")
                        .replaceFirst("/+$", "");
        int slash = place.indexOf('/');
        String host = slash < 0 ? place : place.substring(0, slash);
        return OciReference.DOCKER_HUBS.contains(host)
                ? OciReference.DOCKER_HUB + place.substring(host.length())
                : place;
    }
}
