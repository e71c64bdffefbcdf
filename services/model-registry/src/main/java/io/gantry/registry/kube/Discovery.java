package io.gantry.registry.kube;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import java.util.List;
import java.util.Optional;

/// What this API has, as clients ask for it before anything else.
final class Discovery {

    private static final List<String> VERBS =
            List.of(
                    "create",
                    "delete",
                    "deletecollection",
                    "get",
                    "list",
                    "patch",
                    "update",
                    "watch");

    private static final List<String> STATUS_VERBS = List.of("get", "patch", "update");

    /// Of the group; the first is the one that clients prefer.
    static final List<String> VERSIONS = List.of("v1beta1", "v1alpha2", "v1alpha1");

    private Discovery() {}

    static ObjectNode groups() {
        ObjectNode list = object("APIGroupList", "v1");
        list.putArray("groups").add(described(KServeJson.mapper().createObjectNode()));
        return list;
    }

    static ObjectNode group() {
        return described(object("APIGroup", "v1"));
    }

    /// Empty when there is no such version.
    static Optional<ObjectNode> resources(String version) {
        return VERSIONS.contains(version) ? Optional.of(resourceList(version)) : Optional.empty();
    }

    private static ObjectNode resourceList(String version) {
        String groupVersion = groupVersion(version);
        ObjectNode list = object("APIResourceList", "v1");
        list.put("groupVersion", groupVersion);
        ArrayNode resources = list.putArray("resources");
        KubeKind.all(version).forEach(kind -> describe(kind, resources));
        return list;
    }

    private static void describe(KubeKind kind, ArrayNode resources) {
        ObjectNode resource = describe(kind, kind.plural(), resources);
        VERBS.forEach(resource.putArray("verbs")::add);
        kind.type().names().shortNames().forEach(resource.withArrayProperty("shortNames")::add);
        kind.type().names().categories().forEach(resource.withArrayProperty("categories")::add);
        ObjectNode status = describe(kind, kind.plural() + "/status", resources);
        STATUS_VERBS.forEach(status.putArray("verbs")::add);
    }

    private static ObjectNode describe(KubeKind kind, String name, ArrayNode resources) {
        return resources
                .addObject()
                .put("name", name)
                .put("singularName", kind.type().names().singular())
                .put("namespaced", kind.namespaced())
                .put("kind", kind.kind());
    }

    private static ObjectNode described(ObjectNode group) {
        group.put("name", KubeKind.GROUP);
        ArrayNode versions = group.putArray("versions");
        VERSIONS.forEach(version -> describe(versions.addObject(), version));
        describe(group.putObject("preferredVersion"), VERSIONS.getFirst());
        return group;
    }

    private static void describe(ObjectNode node, String version) {
        node.put("groupVersion", groupVersion(version)).put("version", version);
    }

    private static String groupVersion(String version) {
        return KubeKind.GROUP + "/" + version;
    }

    private static ObjectNode object(String kind, String apiVersion) {
        return KServeJson.mapper()
                .createObjectNode()
                .put("kind", kind)
                .put("apiVersion", apiVersion);
    }
}
