package io.gantry.kserve.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Leaves out what is only for readers; a property that is called `description` stays.
final class Descriptions {
    private Descriptions() {}

    /// A copy of a CRD's `spec` whose schemas say nothing to people.
    static ObjectNode removed(ObjectNode crd) {
        ObjectNode copy = crd.deepCopy();
        for (JsonNode version : copy.get("versions")) {
            ObjectNode holder = (ObjectNode) version.get("schema");
            holder.set("openAPIV3Schema", fromSchema((ObjectNode) holder.get("openAPIV3Schema")));
        }
        return copy;
    }

    private static ObjectNode fromSchema(ObjectNode schema) {
        ObjectNode copy = Children.mapped(schema, Descriptions::fromSchema);
        copy.remove("description");
        return copy;
    }
}
