package io.gantry.registry.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import java.util.List;

/// The OpenAPI 2 document, for clients from before Kubernetes 1.24: what [OpenApiV3] says of all
/// versions, in one document and in the older words.
final class OpenApiV2 {

    /// OpenAPI 2 has no words for them. Kubernetes leaves them out, too (apiextensions,
    /// `ToStructuralOpenAPIV2`).
    private static final List<String> UNKNOWN = List.of("nullable", "anyOf", "oneOf", "not");

    private static final String SCHEMA = "schema";

    private OpenApiV2() {}

    static ObjectNode document(List<String> versions) {
        ObjectNode document = KServeJson.mapper().createObjectNode();
        document.put("swagger", "2.0");
        document.putObject("info").put("title", "Kubernetes").put("version", "v1");
        ObjectNode paths = document.putObject("paths");
        ObjectNode definitions = document.putObject("definitions");
        for (String version : versions) {
            ObjectNode newer = OpenApiV3.document(version);
            newer.path("paths")
                    .properties()
                    .forEach(path -> paths.set(path.getKey(), path(path.getValue())));
            definitions.setAll((ObjectNode) newer.at("/components/schemas"));
        }
        definitions.forEach(OpenApiV2::simplify);
        return document;
    }

    private static ObjectNode path(JsonNode newer) {
        ObjectNode path = KServeJson.mapper().createObjectNode();
        newer.properties()
                .forEach(operation ->
                        path.set(operation.getKey(), operation((ObjectNode) operation.getValue())));
        return path;
    }

    private static ObjectNode operation(ObjectNode operation) {
        ArrayNode parameters = operation.withArray("parameters");
        parameters.forEach(parameter -> {
            ObjectNode older = (ObjectNode) parameter;
            older.set("type", older.remove(SCHEMA).path("type"));
        });
        JsonNode body = operation.remove("requestBody");
        if (body != null) {
            JsonNode content = body.path("content");
            ArrayNode consumes = operation.putArray("consumes");
            content.fieldNames().forEachRemaining(consumes::add);
            ObjectNode parameter = parameters.addObject();
            parameter.put("name", "body").put("in", "body").put("required", true);
            parameter.set(SCHEMA, reference(content));
        }
        ObjectNode answer = (ObjectNode) operation.at("/responses/200");
        JsonNode content = answer.remove("content");
        content.fieldNames().forEachRemaining(operation.putArray("produces")::add);
        answer.set(SCHEMA, reference(content));
        return operation;
    }

    /// Where the schema of all the media types is.
    private static ObjectNode reference(JsonNode content) {
        String newer = content.iterator().next().at("/schema/$ref").asText();
        return KServeJson.mapper()
                .createObjectNode()
                .put("$ref", newer.replace("#/components/schemas/", "#/definitions/"));
    }

    private static void simplify(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            object.remove(UNKNOWN);
        }
        schema.path("properties").forEach(OpenApiV2::simplify);
        simplifyOne(schema.path("items"));
        simplifyOne(schema.path("additionalProperties"));
    }

    private static void simplifyOne(JsonNode schema) {
        if (schema.isObject()) {
            simplify(schema);
        }
    }
}
