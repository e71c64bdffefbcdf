package io.gantry.kube.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Kubernetes' strategic merge of pod specs: lists of things with a key are merged by it, other
/// lists (tolerations, say) are replaced, objects are merged member by member.
///
/// A volume or variable of the same name replaces the other as a whole: merged, it could come from
/// two places at once, which Kubernetes refuses.
final class PodSpecMerge {
    private static final Map<String, String> KEYS =
            Map.ofEntries(
                    Map.entry("ephemeralContainers", "name"),
                    Map.entry("hostAliases", "ip"),
                    Map.entry("imagePullSecrets", "name"),
                    Map.entry("initContainers", "name"),
                    Map.entry("resourceClaims", "name"),
                    Map.entry("schedulingGates", "name"),
                    Map.entry("topologySpreadConstraints", "topologyKey"),
                    Map.entry("volumes", "name"),
                    // Of containers, which are entries of the lists above.
                    Map.entry("env", "name"),
                    Map.entry("ports", "containerPort"),
                    Map.entry("volumeDevices", "devicePath"),
                    Map.entry("volumeMounts", "mountPath"));

    private static final Set<String> WHOLE = Set.of("env", "resourceClaims", "volumes");

    private PodSpecMerge() {}

    /// The base with the overrides laid over it; neither is changed.
    static ObjectNode merge(ObjectNode base, ObjectNode overrides) {
        ObjectNode merged = base.deepCopy();
        for (Map.Entry<String, JsonNode> field : overrides.properties()) {
            String name = field.getKey();
            JsonNode before = merged.path(name);
            JsonNode after = field.getValue();
            if (!after.isNull()) {
                merged.set(name, merged(name, before, after).deepCopy());
            }
        }
        return merged;
    }

    private static JsonNode merged(String field, JsonNode before, JsonNode after) {
        if (before instanceof ObjectNode ours && after instanceof ObjectNode theirs) {
            return merge(ours, theirs);
        }
        String key = KEYS.get(field);
        return key != null && before instanceof ArrayNode ours && after instanceof ArrayNode theirs
                ? byKey(key, WHOLE.contains(field), ours, theirs)
                : after;
    }

    private static ArrayNode byKey(String key, boolean whole, ArrayNode ours, ArrayNode theirs) {
        Map<JsonNode, JsonNode> entries = new LinkedHashMap<>();
        ours.forEach(entry -> entries.put(identity(key, entry), entry));
        for (JsonNode entry : theirs) {
            entries.merge(
                    identity(key, entry),
                    entry,
                    (before, after) ->
                            !whole
                                            && before instanceof ObjectNode mine
                                            && after instanceof ObjectNode other
                                    ? merge(mine, other)
                                    : after);
        }
        return ours.arrayNode().addAll(entries.values());
    }

    /// An entry without its key is like no other entry.
    private static JsonNode identity(String key, JsonNode entry) {
        return entry.hasNonNull(key) ? entry.get(key) : entry;
    }
}
