package io.gantry.kserve.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// An object that its type's schema describes, made at random.
public record Sample(ResourceTypes.Found type, ObjectNode object) {
    private static final int DEPTH = 9;

    /// Objects of all types.
    public static Arbitrary<Sample> any() {
        List<ResourceTypes.Found> all = new ArrayList<>();
        for (ResourceType type : ResourceTypes.all()) {
            type.versions().forEach(version -> all.add(new ResourceTypes.Found(type, version)));
        }
        return Combinators.combine(Arbitraries.of(all), Arbitraries.longs()).as(Sample::random);
    }

    /// What describes the object.
    public Schema schema() {
        return type.version().schema();
    }

    private static Sample random(ResourceTypes.Found type, long seed) {
        Schema schema = type.version().schema();
        ObjectNode object = (ObjectNode) new Maker(new Random(seed)).value(schema, 0);
        object.put("apiVersion", type.apiVersion()).put("kind", type.type().kind());
        return new Sample(type, object);
    }

    /// Every value of the object, with where it stands and what describes it.
    public List<Place> places() {
        List<Place> places = new ArrayList<>();
        collect(object, schema(), new Place("", "", schema()), places);
        return places;
    }

    private static void collect(JsonNode value, Schema schema, Place place, List<Place> places) {
        places.add(place);
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            Schema inside = schema.member(member.getKey());
            if (inside != null) {
                collect(member.getValue(), inside, place.member(member.getKey(), inside), places);
            }
        }
        Schema items = schema.items();
        for (int i = 0; value.isArray() && items != null && i < value.size(); i++) {
            collect(value.get(i), items, place.element(i, items), places);
        }
    }

    /// @param path as Kubernetes writes it
    /// @param pointer as JSON Pointer writes it
    public record Place(String path, String pointer, Schema schema) {

        Place member(String name, Schema inside) {
            String escaped = name.replace("~", "~0").replace("/", "~1");
            return new Place(
                    path.isEmpty() ? name : path + "." + name, pointer + "/" + escaped, inside);
        }

        Place element(int index, Schema inside) {
            return new Place(path + "[" + index + "]", pointer + "/" + index, inside);
        }

        /// Whether it is an object that takes known members only.
        public boolean closed() {
            return schema.type().equals("object")
                    && schema.additionalProperties() == null
                    && !schema.preservesUnknown();
        }

        public JsonNode in(ObjectNode root) {
            return root.at(pointer);
        }

        public void replace(ObjectNode root, JsonNode value) {
            int slash = pointer.lastIndexOf('/');
            String name = pointer.substring(slash + 1).replace("~1", "/").replace("~0", "~");
            switch (root.at(pointer.substring(0, slash))) {
                case ObjectNode object -> object.set(name, value);
                case ArrayNode array -> array.set(Integer.parseInt(name), value);
                default -> throw new IllegalStateException(pointer);
            }
        }
    }

    /// Makes values that keep to what their schema says, rules on several values aside.
    private static final class Maker {
        private final Random random;
        private int serial;

        Maker(Random random) {
            this.random = random;
        }

        JsonNode value(Schema schema, int depth) {
            JsonNode allowed = schema.keyword("enum");
            if (!allowed.isMissingNode()) {
                return allowed.get(random.nextInt(allowed.size()));
            }
            return switch (schema.type()) {
                case "object" -> object(schema, depth);
                case "array" -> array(schema, depth);
                case "boolean" -> JsonNodeFactory.instance.booleanNode(random.nextBoolean());
                case "integer", "number" -> JsonNodeFactory.instance.numberNode(number(schema));
                case "string" -> JsonNodeFactory.instance.textNode(text(schema));
                default -> JsonNodeFactory.instance.numberNode(random.nextInt(100));
            };
        }

        private ObjectNode object(Schema schema, int depth) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            schema.properties()
                    .forEach((name, inside) -> {
                        boolean needed = schema.required().contains(name);
                        if (needed || (depth < DEPTH && random.nextInt(4) == 0)) {
                            object.set(name, value(inside, depth + 1));
                        }
                    });
            Schema values = schema.additionalProperties();
            if (values != null) {
                object.set("key/" + random.nextInt(9), value(values, depth + 1));
            }
            return object;
        }

        private ArrayNode array(Schema schema, int depth) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            Schema items = schema.items();
            int least = schema.keyword("minItems").asInt(0);
            int size = Math.max(least, depth < DEPTH ? random.nextInt(3) : 0);
            for (int i = 0; items != null && i < size; i++) {
                array.add(value(items, depth + 1));
            }
            return unique(array, schema);
        }

        /// Where the schema asks for elements that differ, the first of equal ones.
        private static ArrayNode unique(ArrayNode array, Schema schema) {
            if (schema.listType().equals("atomic")) {
                return array;
            }
            Set<JsonNode> seen = new HashSet<>();
            ArrayNode kept = array.arrayNode();
            for (JsonNode element : array) {
                if (seen.add(key(element, schema))) {
                    kept.add(element);
                }
            }
            return kept;
        }

        private static JsonNode key(JsonNode element, Schema list) {
            Schema items = list.items();
            if (!list.listType().equals("map") || items == null) {
                return element;
            }
            JsonNode filled = Defaulting.applyDefaults((ObjectNode) element, items);
            ArrayNode key = JsonNodeFactory.instance.arrayNode();
            list.listMapKeys().forEach(name -> key.add(filled.path(name)));
            return key;
        }

        private long number(Schema schema) {
            long least = schema.keyword("minimum").asLong(1);
            return Math.min(least + random.nextInt(20), schema.keyword("maximum").asLong(1000));
        }

        /// Short texts of every shape that KServe's patterns ask for.
        private String text(Schema schema) {
            String pattern = schema.keyword("pattern").asText("");
            String format = schema.keyword("format").asText("");
            for (String candidate :
                    List.of("a" + serial++, "1", "/a", "1h", "http://a", "2026-01-01T00:00:00Z")) {
                boolean fits =
                        com.google.re2j.Pattern.compile(pattern).matcher(candidate).find()
                                && (!format.equals("date-time") || candidate.startsWith("2026"));
                if (fits) {
                    return candidate;
                }
            }
            throw new IllegalStateException("No text for " + schema.json());
        }
    }
}
