package io.gantry.kserve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Derives documents from a vector about which a rule must decide the same: members in another
/// order, other names, unrelated members. A rule that knows the cases only will not.
public final class Mutations {
    /// How many documents are derived from one vector.
    public static final int DERIVED = 20;

    /// Objects whose members are data, so that a new one would mean something.
    private static final Set<String> MAPS =
            Set.of(
                    "limits",
                    "requests",
                    "labels",
                    "annotations",
                    "nodes",
                    "parameters",
                    "scalingModifiers",
                    "metadata");

    private final Random random;
    private final String prefix;

    /// The same seed derives the same document.
    public Mutations(long seed) {
        random = new Random(seed);
        prefix = Character.toString('a' + random.nextInt(26)) + random.nextInt(1000) + "-";
    }

    /// The vector with all of that; names keep their order among each other.
    public ObjectNode of(JsonNode vector, String... documents) {
        ObjectNode derived = vector.deepCopy();
        for (String document : documents) {
            rename(derived.path(document));
            derived.path(document).forEach(this::rename);
            if (derived.get(document) instanceof ObjectNode single && single.has("metadata")) {
                single.withObjectProperty("metadata")
                        .withObjectProperty("annotations")
                        .put("example.com/" + prefix + "unrelated", "text");
            }
            if (derived.has(document)) {
                derived.set(document, tree(derived.get(document), document));
            }
        }
        return derived;
    }

    /// The tree with its members in another order, and with unrelated ones.
    public JsonNode tree(JsonNode node, String name) {
        if (node instanceof ArrayNode array) {
            ArrayNode derived = array.arrayNode();
            array.forEach(each -> derived.add(tree(each, name)));
            return derived;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
        Collections.shuffle(members, random);
        ObjectNode derived = object.objectNode();
        members.forEach(each -> derived.set(each.getKey(), tree(each.getValue(), each.getKey())));
        if (!MAPS.contains(name) && random.nextInt(4) == 0) {
            derived.put("xUnrelated" + random.nextInt(10), random.nextInt());
        }
        return derived;
    }

    /// The list in another order.
    public <T> List<T> shuffled(List<T> list) {
        List<T> derived = new ArrayList<>(list);
        Collections.shuffle(derived, random);
        return derived;
    }

    /// A name that the vector's would have here. Names that are at fault are left alone.
    public String renamed(String name) {
        boolean plain = name.matches("[a-z]([-a-z0-9]*[a-z0-9])?") && name.length() < 30;
        return plain ? prefix + name : name;
    }

    private void rename(JsonNode resource) {
        if (resource.path("metadata") instanceof ObjectNode metadata && metadata.has("name")) {
            metadata.put("name", renamed(metadata.get("name").asText()));
        }
    }
}
