package io.gantry.kube.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A downloader of the installation's own: KServe's ClusterStorageContainer.
///
/// @param resource the whole resource, which validation has accepted
public record StorageContainer(ObjectNode resource) {
    /// KServe's name of its own storage initializer, whose place the loader takes.
    private static final String KSERVES_OWN = "default";

    public StorageContainer {
        resource = resource.deepCopy();
    }

    String name() {
        return resource.at("/metadata/name").asText();
    }

    /// The container that downloads, whose arguments are pairs of a URI and a directory.
    ObjectNode container() {
        return resource.at("/spec/container") instanceof ObjectNode container
                ? container.deepCopy()
                : KServeJson.mapper().createObjectNode();
    }

    boolean takesSeveral() {
        return resource.at("/spec/supportsMultiModelDownload").asBoolean();
    }

    /// Whether it is to be used for this URI without being named.
    boolean takes(String uri) {
        return !name().equals(KSERVES_OWN)
                && !resource.path("disabled").asBoolean()
                && resource.at("/spec/workloadType").asText("initContainer").equals("initContainer")
                && resource.at("/spec/supportedUriFormats")
                        .valueStream()
                        .anyMatch(format -> matches(format, uri));
    }

    private static boolean matches(JsonNode format, String uri) {
        if (format.hasNonNull("prefix")) {
            return uri.startsWith(format.get("prefix").asText());
        }
        try {
            return format.hasNonNull("regex")
                    && Pattern.compile(format.get("regex").asText()).matcher(uri).find();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
