package io.gantry.kube.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.KServeJson;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A pod's spec while it is put together, as the tree that users' fragments are.
public final class PodDraft {
    private final ObjectNode spec;

    /// @param fragments what runtime and component say of the pod
    PodDraft(ObjectNode fragments, List<Container> containers) {
        this.spec = fragments.deepCopy();
        ArrayNode list = spec.putArray("containers");
        containers.forEach(container -> list.add(KServeJson.tree(container)));
    }

    private PodDraft(ObjectNode spec) {
        this.spec = spec;
    }

    /// @param spec a whole PodSpec
    public static PodDraft of(ObjectNode spec) {
        return new PodDraft(spec.deepCopy());
    }

    public ObjectNode spec() {
        return spec;
    }

    public Optional<ObjectNode> container(String name) {
        return containers()
                .filter(container -> container.path("name").asText().equals(name))
                .findFirst();
    }

    /// The containers that run, without those that only prepare.
    public Stream<ObjectNode> containers() {
        return objects(spec.path("containers"));
    }

    /// All containers, those that only prepare first.
    Stream<ObjectNode> all() {
        return Stream.concat(objects(spec.path("initContainers")), containers());
    }

    /// Adds a container that runs before the others, after those that are there, or in place of the
    /// one of its name.
    void prepare(ObjectNode container) {
        ArrayNode before = spec.withArray("initContainers");
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i).path("name").equals(container.path("name"))) {
                before.set(i, container);
                return;
            }
        }
        before.add(container);
    }

    /// The container of that name which runs before the others.
    Optional<ObjectNode> preparing(String name) {
        return objects(spec.path("initContainers"))
                .filter(container -> container.path("name").asText().equals(name))
                .findFirst();
    }

    /// Takes away the containers of that name which run before the others and have no image.
    void withoutPreparing(String name) {
        if (spec.get("initContainers") instanceof ArrayNode before) {
            before.removeIf(each -> each.path("name").asText().equals(name) && !each.has("image"));
            if (before.isEmpty()) {
                spec.remove("initContainers");
            }
        }
    }

    /// Adds a volume, unless the user has given one of this name for the purpose.
    public void volume(String name, String kind, ObjectNode source) {
        boolean given =
                spec.path("volumes")
                        .valueStream()
                        .anyMatch(volume -> volume.path("name").asText().equals(name));
        if (!given) {
            spec.withArray("volumes").addObject().put("name", name).set(kind, source);
        }
    }

    /// The service account that the pod runs as; null for the namespace's default.
    @Nullable String serviceAccount() {
        String name = spec.path("serviceAccountName").asText(spec.path("serviceAccount").asText());
        return name.isEmpty() ? null : name;
    }

    /// Mounts a volume, unless the container has something at that path already.
    public static void mount(ObjectNode container, Mount mount) {
        boolean taken =
                container
                        .path("volumeMounts")
                        .valueStream()
                        .anyMatch(each -> each.path("mountPath").asText().equals(mount.path()));
        if (taken) {
            return;
        }
        ObjectNode added = container.withArray("volumeMounts").addObject();
        added.put("name", mount.volume()).put("mountPath", mount.path());
        if (!mount.subPath().isEmpty()) {
            added.put("subPath", mount.subPath());
        }
        if (mount.readOnly()) {
            added.put("readOnly", true);
        }
    }

    /// @param subPath the part of the volume that is meant; empty for all of it
    public record Mount(String volume, String path, String subPath, boolean readOnly) {
        public static Mount of(String volume, String path, boolean readOnly) {
            return new Mount(volume, path, "", readOnly);
        }
    }

    /// Sets a variable, replacing one of its name.
    public static void variable(ObjectNode container, String name, String value) {
        ObjectNode variable = KServeJson.mapper().createObjectNode();
        variable(container, variable.put("name", name).put("value", value));
    }

    /// Sets a variable, replacing one of its name.
    public static void variable(ObjectNode container, ObjectNode variable) {
        ArrayNode variables = container.withArray("env");
        for (int i = 0; i < variables.size(); i++) {
            if (variables.get(i).path("name").equals(variable.path("name"))) {
                variables.set(i, variable);
                return;
            }
        }
        variables.add(variable);
    }

    private static Stream<ObjectNode> objects(JsonNode list) {
        return list.valueStream().filter(ObjectNode.class::isInstance).map(ObjectNode.class::cast);
    }
}
