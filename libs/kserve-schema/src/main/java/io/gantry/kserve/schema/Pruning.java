package io.gantry.kserve.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes out of an object what its type does not know.
public final class Pruning {
    private final List<FieldPath> removed = new ArrayList<>();

    private Pruning() {}

    /// The object without unknown fields, and which those were.
    public static Pruned prune(ObjectNode object, Schema schema) {
        ObjectNode copy = object.deepCopy();
        Pruning pruning = new Pruning();
        pruning.prune(copy, schema, FieldPath.ROOT);
        return new Pruned(copy, pruning.removed.stream().map(FieldPath::toString).toList());
    }

    /// A schema that is null says nothing about the value, so all of it stays.
    private void prune(JsonNode value, @Nullable Schema schema, FieldPath path) {
        if (schema == null) {
            return;
        }
        if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                prune(array.get(i), schema.items(), path.element(i));
            }
        } else if (value instanceof ObjectNode object) {
            pruneMembers(object, schema, path);
        }
    }

    private void pruneMembers(ObjectNode object, Schema schema, FieldPath path) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        boolean anyKey =
                schema.additionalProperties() != null
                        || schema.keyword("additionalProperties").asBoolean();
        for (String name : names) {
            boolean known = anyKey || schema.properties().containsKey(name);
            if (known || schema.preservesUnknown()) {
                prune(object.path(name), schema.member(name), path.member(name));
            } else {
                object.remove(name);
                removed.add(path.member(name));
            }
        }
    }

    /// @param object what is left
    /// @param removed the paths of what was taken out, such as `spec.predictor.foo`
    public record Pruned(ObjectNode object, List<String> removed) {

        public Pruned {
            removed = List.copyOf(removed);
        }
    }
}
