package io.gantry.registry.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import java.util.Comparator;
import java.util.Set;

/// The part of a resource that asks for something: its spec, and its labels and annotations, which
/// carry settings of KServe, Knative and Gantry.
///
/// A change of it makes a new generation, as a change of a Deployment's spec or annotations does in
/// Kubernetes.
public final class Desired {

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final Set<String> METADATA = Set.of("labels", "annotations");

    /// JSON does not tell 1 from 1.0, nor the database 1e2 from 100.
    private static final Comparator<JsonNode> BY_VALUE =
            (one, other) -> {
                if (one.isNumber() && other.isNumber()) {
                    return one.decimalValue().compareTo(other.decimalValue());
                }
                return one.equals(other) ? 0 : 1;
            };

    private Desired() {}

    /// Whether two resources ask for the same.
    public static boolean same(Object one, Object other) {
        return of(one).equals(BY_VALUE, of(other));
    }

    /// Whether two resources are written alike, apart from what only servers fill in.
    public static boolean alike(Object one, Object other) {
        return written(one).equals(BY_VALUE, written(other));
    }

    /// Whether two JSON values are the same, whichever way their numbers are written.
    public static boolean sameValue(JsonNode one, JsonNode other) {
        return one.equals(BY_VALUE, other);
    }

    /// The resource's JSON without what asks for nothing and is only long.
    public static ObjectNode published(Object resource) {
        ObjectNode tree = KServeJson.tree(resource);
        tree.remove("status");
        if (tree.path("metadata").path("annotations") instanceof ObjectNode annotations) {
            annotations.remove(LAST_APPLIED);
        }
        return tree;
    }

    private static ObjectNode written(Object resource) {
        ObjectNode tree = KServeJson.tree(resource);
        tree.remove("status");
        if (tree.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove(Metadata.FILLED_IN_BY_SERVERS);
        }
        return tree;
    }

    private static ObjectNode of(Object resource) {
        ObjectNode tree = published(resource);
        if (tree.get("metadata") instanceof ObjectNode metadata) {
            metadata.retain(METADATA);
            metadata.properties()
                    .removeIf(field -> field.getValue().isObject() && field.getValue().isEmpty());
        }
        return tree;
    }
}
