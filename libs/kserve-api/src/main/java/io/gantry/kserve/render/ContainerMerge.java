package io.gantry.kserve.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Kubernetes' strategic merge of a container, with KServe's exception: args are appended.
///
/// Lists of things with a key (env by name, ports by number, ...) are merged by it, other lists are
/// replaced, objects are merged member by member (so a model's GPU limit joins the runtime's CPU
/// and memory). Two things are done differently from the strategic merge, which would make invalid
/// containers of them: a variable is replaced as a whole (never `value` and `valueFrom` together),
/// and a probe of another kind replaces the probe's kind.
final class ContainerMerge {
    private static final Map<String, String> KEYS =
            Map.of(
                    "env", "name",
                    "ports", "containerPort",
                    "volumeMounts", "mountPath",
                    "volumeDevices", "devicePath");
    private static final Set<String> PROBE_KINDS = Set.of("httpGet", "tcpSocket", "exec", "grpc");

    private ContainerMerge() {}

    /// The container with the overrides laid over it.
    static ObjectNode merge(ObjectNode container, ObjectNode overrides) {
        ObjectNode merged = container.deepCopy();
        for (Map.Entry<String, JsonNode> override : overrides.properties()) {
            String field = override.getKey();
            JsonNode value = override.getValue();
            merged.set(field, member(field, merged.path(field), value));
        }
        return merged;
    }

    private static JsonNode member(String field, JsonNode base, JsonNode override) {
        if (base instanceof ArrayNode ours && override instanceof ArrayNode theirs) {
            if (field.equals("args")) {
                return ours.deepCopy().addAll(theirs);
            }
            String key = KEYS.get(field);
            return key == null ? theirs : byKey(field, key, ours, theirs);
        }
        if (base instanceof ObjectNode ours && override instanceof ObjectNode theirs) {
            return field.endsWith("Probe") ? probe(ours, theirs) : deep(ours, theirs);
        }
        return override.isNull() && !base.isMissingNode() ? base : override;
    }

    private static ArrayNode byKey(String field, String key, ArrayNode ours, ArrayNode theirs) {
        Map<JsonNode, JsonNode> merged = new LinkedHashMap<>();
        ours.forEach(each -> merged.put(identity(key, each), each));
        for (JsonNode each : theirs) {
            JsonNode identity = identity(key, each);
            boolean whole = field.equals("env");
            if (!whole
                    && merged.get(identity) instanceof ObjectNode before
                    && each instanceof ObjectNode after) {
                merged.put(identity, deep(before, after));
            } else {
                merged.put(identity, each);
            }
        }
        ArrayNode list = ours.arrayNode();
        merged.values().forEach(list::add);
        return list;
    }

    /// An entry without its key is like no other entry.
    private static JsonNode identity(String key, JsonNode entry) {
        JsonNode value = entry.path(key);
        return value.isMissingNode() || value.isNull() ? entry : value;
    }

    private static ObjectNode probe(ObjectNode ours, ObjectNode theirs) {
        boolean otherKind =
                PROBE_KINDS.stream().anyMatch(theirs::has)
                        && PROBE_KINDS.stream()
                                .anyMatch(kind -> ours.has(kind) && !theirs.has(kind));
        ObjectNode base = ours.deepCopy();
        return deep(otherKind ? base.remove(PROBE_KINDS) : base, theirs);
    }

    private static ObjectNode deep(ObjectNode ours, ObjectNode theirs) {
        ObjectNode merged = ours.deepCopy();
        for (Map.Entry<String, JsonNode> member : theirs.properties()) {
            JsonNode before = merged.path(member.getKey());
            boolean both = before.isObject() && member.getValue().isObject();
            merged.set(
                    member.getKey(),
                    both
                            ? deep((ObjectNode) before, (ObjectNode) member.getValue())
                            : member.getValue());
        }
        return merged;
    }
}
