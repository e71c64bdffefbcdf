package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is served: the model's format and place, the runtime wanted, and overrides of its
/// container.
///
/// The same record stands for the older fields named after a framework, which lack `modelFormat`
/// and `runtime`. The rest of the inlined Container is in `unknown`.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelSpec(
        @Nullable ModelFormat modelFormat,
        @Nullable String runtime,
        @Nullable String runtimeVersion,
        @Nullable String protocolVersion,
        @Nullable String storageUri,
        @Nullable StorageSpec storage,
        @Nullable String name,
        @Nullable String image,
        @Nullable List<String> command,
        @Nullable List<String> args,
        @Nullable String workingDir,
        @Nullable List<EnvVar> env,
        @Nullable List<ContainerPort> ports,
        @Nullable Resources resources,
        @Nullable Probe readinessProbe,
        @Nullable Probe livenessProbe,
        @Nullable Probe startupProbe,
        @Rest Map<String, JsonNode> unknown) {

    public ModelSpec {
        command = Copies.list(command);
        args = Copies.list(args);
        env = Copies.list(env);
        ports = Copies.list(ports);
        unknown = Copies.unknown(unknown);
    }

    /// A model of a format at a place, with everything else left to the defaults.
    public static ModelSpec of(ModelFormat format, @Nullable String storageUri) {
        ObjectNode tree = KServeJson.mapper().createObjectNode();
        tree.set("modelFormat", KServeJson.tree(format));
        if (storageUri != null) {
            tree.put("storageUri", storageUri);
        }
        return KServeJson.read(tree, ModelSpec.class);
    }

    /// Of the model, not of its container, though it stands among the container's fields.
    private static final String CONFIDENTIAL = "confidential";

    /// Whether the model is to be decrypted where nobody can look (`confidential`).
    public boolean wantsDecryption() {
        JsonNode confidential = unknown.get(CONFIDENTIAL);
        return confidential != null && confidential.path("enabled").asBoolean();
    }

    /// The overrides of the runtime's container that this model carries.
    public Container container() {
        Map<String, JsonNode> rest = new LinkedHashMap<>(unknown);
        rest.remove(CONFIDENTIAL);
        return new Container(
                name,
                image,
                command,
                args,
                workingDir,
                env,
                ports,
                resources,
                readinessProbe,
                livenessProbe,
                startupProbe,
                rest);
    }
}
