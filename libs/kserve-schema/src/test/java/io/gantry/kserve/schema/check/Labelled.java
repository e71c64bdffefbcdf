package io.gantry.kserve.schema.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.Conformance;
import io.gantry.kserve.schema.Defaulting;
import io.gantry.kserve.schema.Pruning;
import io.gantry.kserve.schema.ResourceTypes;
import io.gantry.kserve.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A document of KServe's corpus.
///
/// @param label whether it is `valid`, `invalid` or of an `unserved-version`
record Labelled(String file, int doc, String label, ObjectNode object) {

    static List<Labelled> all() {
        List<Labelled> all = new ArrayList<>();
        Conformance.json(Conformance.kserve("manifests/CORPUS.json"))
                .forEach(entry -> {
                    if (entry.has("schema")) {
                        all.add(of(entry));
                    }
                });
        return all;
    }

    static List<Labelled> valid() {
        return all().stream().filter(each -> each.label.equals("valid")).toList();
    }

    private static Labelled of(JsonNode entry) {
        String file = entry.get("file").asText();
        int doc = entry.path("doc").asInt();
        JsonNode object = Conformance.documents(Conformance.kserve(file)).get(doc);
        return new Labelled(file, doc, entry.get("schema").asText(), (ObjectNode) object);
    }

    Optional<ResourceTypes.Found> type() {
        return ResourceTypes.find(object.path("apiVersion").asText(), object.path("kind").asText());
    }

    Schema schema() {
        return type().orElseThrow().version().schema();
    }

    ObjectNode stored() {
        return stored(object, schema());
    }

    /// The object as an API server keeps it.
    static ObjectNode stored(ObjectNode object, Schema schema) {
        return Defaulting.applyDefaults(Pruning.prune(object, schema).object(), schema);
    }
}
