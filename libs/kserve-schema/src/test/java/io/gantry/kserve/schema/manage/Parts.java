package io.gantry.kserve.schema.manage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.Schema;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Takes objects apart as managers would share them.
final class Parts {
    private Parts() {}

    /// Some of the fields of a value, with their values; of named elements always their names.
    static JsonNode some(JsonNode value, @Nullable Schema schema, Random random) {
        if (value instanceof ObjectNode object && Structure.parts(value, schema) != null) {
            ObjectNode some = object.objectNode();
            object.properties()
                    .forEach(member -> {
                        Schema inside = schema == null ? null : schema.member(member.getKey());
                        JsonNode part = some(member.getValue(), inside, random);
                        if (random.nextInt(3) > 0 && !(part.isContainerNode() && part.isEmpty())) {
                            some.set(member.getKey(), part);
                        }
                    });
            return some;
        }
        if (value instanceof ArrayNode array && Structure.parts(value, schema) != null) {
            ArrayNode some = array.arrayNode();
            array.forEach(element -> {
                if (random.nextBoolean()) {
                    some.add(element);
                }
            });
            return some;
        }
        return value;
    }

    /// Gives each member of an object, and of the objects in it, to one of two.
    static void deal(ObjectNode all, Hands hands, @Nullable Schema schema, Random random) {
        all.properties()
                .forEach(member -> {
                    String name = member.getKey();
                    Schema inside = schema == null ? null : schema.member(name);
                    boolean shared =
                            member.getValue() instanceof ObjectNode object
                                    && !object.isEmpty()
                                    && Structure.parts(object, inside) != null;
                    if (shared) {
                        Hands below = new Hands(all.objectNode(), all.objectNode());
                        deal((ObjectNode) member.getValue(), below, inside, random);
                        hands.give(name, below);
                    } else {
                        hands.pick(random).set(name, member.getValue());
                    }
                });
    }

    record Hands(ObjectNode one, ObjectNode other) {

        ObjectNode pick(Random random) {
            return random.nextBoolean() ? one : other;
        }

        void give(String name, Hands parts) {
            give(one, name, parts.one);
            give(other, name, parts.other);
        }

        private static void give(ObjectNode hand, String name, ObjectNode part) {
            if (!part.isEmpty()) {
                hand.withObjectProperty(name).setAll(part);
            }
        }
    }
}
