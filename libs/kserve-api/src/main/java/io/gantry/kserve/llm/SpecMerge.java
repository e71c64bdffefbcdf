package io.gantry.kserve.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Lays the spec of a service over those of the configs that it names, as KServe does
/// (`pkg/controller/v1alpha2/llmisvc/config_merge.go`, MergeSpecs): Kubernetes' strategic merge.
///
/// Objects are merged member by member; lists that Kubernetes merges by a key (containers by name)
/// are merged so, and all other lists replaced. Of a volume only what the override says remains,
/// since a volume has one source; so it is for a variable here, whose `value` and `valueFrom`
/// KServe leaves side by side, which Kubernetes refuses. Null and empty lists say nothing.
public final class SpecMerge {
    private static final Map<String, String> KEYS =
            Map.ofEntries(
                    Map.entry("containers", "name"),
                    Map.entry("initContainers", "name"),
                    Map.entry("ephemeralContainers", "name"),
                    Map.entry("volumes", "name"),
                    Map.entry("imagePullSecrets", "name"),
                    Map.entry("resourceClaims", "name"),
                    Map.entry("schedulingGates", "name"),
                    Map.entry("env", "name"),
                    Map.entry("hostAliases", "ip"),
                    Map.entry("topologySpreadConstraints", "topologyKey"),
                    Map.entry("ports", "containerPort"),
                    Map.entry("volumeMounts", "mountPath"),
                    Map.entry("volumeDevices", "devicePath"));
    private static final Set<String> RETAIN_KEYS = Set.of("volumes", "resourceClaims", "env");

    private SpecMerge() {}

    /// The spec with everything that it inherits.
    ///
    /// @param bases the specs of `baseRefs` in their order: of two that say the same, the last
    ///   counts
    /// @param own the service's spec, which counts above all
    public static ObjectNode merge(List<ObjectNode> bases, ObjectNode own) {
        List<ObjectNode> layers = new ArrayList<>(bases);
        layers.add(own);
        ObjectNode merged = layers.getFirst().deepCopy();
        layers.stream().skip(1).forEach(layer -> lay(merged, layer));
        return merged;
    }

    private static void lay(ObjectNode base, ObjectNode override) {
        override.properties()
                .forEach(member -> {
                    String name = member.getKey();
                    JsonNode value = member.getValue();
                    JsonNode before = base.path(name);
                    if (value instanceof ObjectNode theirs && before instanceof ObjectNode ours) {
                        lay(ours, theirs);
                    } else if (value instanceof ArrayNode theirs
                            && before instanceof ArrayNode ours) {
                        base.set(name, list(name, ours, theirs));
                    } else if (!value.isNull()) {
                        base.set(name, value.deepCopy());
                    }
                });
    }

    private static ArrayNode list(String name, ArrayNode ours, ArrayNode theirs) {
        if (theirs.isEmpty()) {
            return ours;
        }
        String key = KEYS.get(name);
        return key != null && keyed(key, ours) && keyed(key, theirs)
                ? byKey(name, key, ours, theirs)
                : theirs.deepCopy();
    }

    /// A list elsewhere may have the name of one that is merged by key, and no keys.
    private static boolean keyed(String key, ArrayNode list) {
        return list.valueStream().allMatch(each -> each.hasNonNull(key));
    }

    /// The order of the override, with what only the base has where it stood before. Of two that do
    /// not say which comes first, the override's does.
    private static ArrayNode byKey(String name, String key, ArrayNode ours, ArrayNode theirs) {
        ArrayNode merged = ours.arrayNode();
        List<JsonNode> rest =
                ours.valueStream().filter(each -> index(theirs, key, each) < 0).toList();
        int next = 0;
        for (JsonNode each : theirs) {
            int place = index(ours, key, each);
            while (next < rest.size() && place > index(ours, key, rest.get(next))) {
                merged.add(rest.get(next++));
            }
            merged.add(place < 0 ? each.deepCopy() : element(name, ours.get(place), each));
        }
        rest.stream().skip(next).forEach(merged::add);
        return merged;
    }

    private static JsonNode element(String list, JsonNode ours, JsonNode theirs) {
        if (!(ours instanceof ObjectNode base) || !(theirs instanceof ObjectNode override)) {
            return theirs;
        }
        if (RETAIN_KEYS.contains(list)) {
            base.retain(override.propertyStream().map(Map.Entry::getKey).toList());
        }
        lay(base, override);
        return base;
    }

    private static int index(ArrayNode list, String key, JsonNode wanted) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).path(key).equals(wanted.path(key))) {
                return i;
            }
        }
        return -1;
    }
}
