package io.gantry.kserve.schema.manage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// An entry of `metadata.managedFields`.
///
/// @param id who, and how
/// @param time when it last wrote; absent in entries of unknown age
record Manager(Id id, String apiVersion, Optional<Instant> time, FieldSet fields) {
    static final String APPLY = "Apply";
    static final String UPDATE = "Update";

    static Manager of(JsonNode entry) {
        return new Manager(
                Id.of(
                        entry.path("manager").asText(),
                        entry.path("operation").asText(),
                        entry.path("apiVersion").asText(),
                        entry.path("subresource").asText("")),
                entry.path("apiVersion").asText(),
                Optional.ofNullable(entry.get("time"))
                        .filter(JsonNode::isTextual)
                        .map(time -> Instant.parse(time.asText())),
                FieldSet.fromJson(entry.path("fieldsV1")));
    }

    ObjectNode toJson() {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.put("manager", id.name).put("operation", id.operation).put("apiVersion", apiVersion);
        time.ifPresent(at -> entry.put("time", at.truncatedTo(ChronoUnit.SECONDS).toString()));
        entry.put("fieldsType", "FieldsV1").set("fieldsV1", fields.toJson());
        if (!id.subresource.isEmpty()) {
            entry.put("subresource", id.subresource);
        }
        return entry;
    }

    Manager with(FieldSet other) {
        return new Manager(id, apiVersion, time, other);
    }

    /// As Kubernetes names it in conflicts.
    String shown() {
        String name = "\"" + id.name + "\"";
        String sub = id.subresource.isEmpty() ? "" : " with subresource \"" + id.subresource + "\"";
        if (id.operation.equals(APPLY)) {
            return name + sub;
        }
        return name
                + sub
                + " using "
                + apiVersion
                + time.map(at -> " at " + at.truncatedTo(ChronoUnit.SECONDS)).orElse("");
    }

    /// What makes an entry another: one that applies stays the same in any version.
    ///
    /// @param version the API version of one that updates; empty for one that applies
    record Id(String name, String operation, String version, String subresource) {

        static Id of(String name, String operation, String apiVersion, String subresource) {
            return new Id(name, operation, operation.equals(APPLY) ? "" : apiVersion, subresource);
        }

        static Id of(Writer writer, String operation) {
            return of(writer.manager(), operation, writer.apiVersion(), writer.subresource());
        }
    }
}
