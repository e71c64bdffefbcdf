package io.gantry.kserve.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Makes of KServe's CRDs the form that Gantry keeps: descriptions are left out, and each subtree
/// that stands at two places or more is written once, as a definition that both refer to. A
/// definition is named by the property at which most places have it; where two subtrees would get
/// the same name, the property above tells them apart. So the names stay when a release adds
/// fields.
final class Distiller {
    /// A subtree that is shorter than this as JSON is repeated: a reference would tell less.
    private static final int WORTH_A_NAME = 150;

    /// Properties whose Kubernetes type has a better name than the property.
    private static final Map<String, String> TYPE_NAMES =
            Map.of(
                    "template", "PodSpec",
                    "worker", "PodSpec",
                    "env", "EnvVar",
                    "initContainers", "Container",
                    "ports", "ContainerPort",
                    "status", "Status");

    private final Map<JsonNode, Use> uses = new LinkedHashMap<>();
    private final Map<JsonNode, String> names = new HashMap<>();

    private Distiller() {}

    /// The distilled form of the `spec`s of CRDs: `definitions` and `types`.
    static ObjectNode distil(List<ObjectNode> crds) {
        List<ObjectNode> plain = crds.stream().map(Descriptions::removed).toList();
        Distiller distiller = new Distiller();
        for (ObjectNode crd : plain) {
            for (JsonNode version : crd.get("versions")) {
                distiller.count(root(version), List.of(crd.at("/names/kind").asText()));
            }
        }
        distiller.nameAll();
        return distiller.document(plain);
    }

    private static ObjectNode root(JsonNode version) {
        return (ObjectNode) version.at("/schema/openAPIV3Schema");
    }

    private void count(ObjectNode schema, List<String> place) {
        Use use = uses.get(schema);
        if (use != null) {
            use.places().add(place);
            return;
        }
        uses.put(schema, new Use(new ArrayList<>(List.of(place))));
        Children.of(schema).forEach((name, child) -> count(child, below(place, name)));
    }

    /// An array's elements stand at its property's name with `[]`, a map's values at its property.
    private static List<String> below(List<String> place, String name) {
        List<String> below = new ArrayList<>(place);
        switch (name) {
            case Children.ELEMENTS -> below.add(below.removeLast() + "[]");
            case Children.VALUES -> {}
            default -> below.add(name);
        }
        return below;
    }

    private void nameAll() {
        Comparator<Map.Entry<JsonNode, Use>> mostUsedFirst =
                Comparator.comparingInt(entry -> -entry.getValue().places().size());
        Map<String, JsonNode> taken = new HashMap<>();
        uses.entrySet().stream()
                .filter(entry -> entry.getValue().places().size() > 1)
                .filter(entry -> entry.getKey().toString().length() >= WORTH_A_NAME)
                .sorted(mostUsedFirst.thenComparing(entry -> entry.getValue().first()))
                .forEach(entry -> {
                    String name = entry.getValue().freeName(taken);
                    taken.put(name, entry.getKey());
                    names.put(entry.getKey(), name);
                });
    }

    private ObjectNode document(List<ObjectNode> crds) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ObjectNode definitions = document.putObject("definitions");
        Map<String, JsonNode> sorted = new TreeMap<>();
        names.forEach((schema, name) -> sorted.put(name, schema));
        sorted.forEach((name, schema) -> definitions.set(name, inside((ObjectNode) schema)));
        ObjectNode types = document.putObject("types");
        for (ObjectNode crd : crds) {
            for (JsonNode version : crd.get("versions")) {
                ObjectNode holder = (ObjectNode) version.get("schema");
                holder.set("openAPIV3Schema", referred(root(version)));
            }
            String plural = crd.at("/names/plural").asText();
            types.set(plural + "." + crd.get("group").asText(), crd);
        }
        return document;
    }

    private ObjectNode referred(ObjectNode schema) {
        String name = names.get(schema);
        return name == null
                ? inside(schema)
                : JsonNodeFactory.instance.objectNode().put("$ref", name);
    }

    private ObjectNode inside(ObjectNode schema) {
        return Children.mapped(schema, this::referred);
    }

    /// Where a subtree stands, in the order of reading.
    private record Use(List<List<String>> places) {

        String first() {
            return String.join(".", places.getFirst());
        }

        String freeName(Map<String, JsonNode> taken) {
            List<String> place = usual();
            StringBuilder name = new StringBuilder();
            for (String part : place.reversed()) {
                String type = typeName(part);
                if (!name.toString().startsWith(type)) {
                    name.insert(0, type);
                }
                if (!taken.containsKey(name.toString())) {
                    return name.toString();
                }
            }
            int number = 2;
            while (taken.containsKey(name.toString() + number)) {
                number++;
            }
            return name.toString() + number;
        }

        /// The first place with the name that most places have.
        private List<String> usual() {
            Map<String, Integer> votes = new LinkedHashMap<>();
            places.forEach(place -> votes.merge(typeName(place.getLast()), 1, Integer::sum));
            String winner =
                    votes.entrySet().stream()
                            .max(Map.Entry.comparingByValue())
                            .orElseThrow()
                            .getKey();
            return places.stream()
                    .filter(place -> typeName(place.getLast()).equals(winner))
                    .findFirst()
                    .orElseThrow();
        }

        private static String typeName(String part) {
            boolean element = part.endsWith("[]");
            String property = element ? part.substring(0, part.length() - 2) : part;
            String known = TYPE_NAMES.get(property);
            if (known != null) {
                return known;
            }
            String one = element ? singular(property) : property;
            return one.substring(0, 1).toUpperCase(Locale.ROOT) + one.substring(1);
        }

        private static String singular(String plural) {
            if (plural.endsWith("ies")) {
                return plural.substring(0, plural.length() - 3) + "y";
            }
            if (plural.endsWith("xes") || plural.endsWith("sses") || plural.endsWith("ches")) {
                return plural.substring(0, plural.length() - 2);
            }
            boolean one = plural.endsWith("s") && !plural.endsWith("ss");
            return one ? plural.substring(0, plural.length() - 1) : plural;
        }
    }
}
