package io.gantry.kserve.schema;

import com.fasterxml.jackson.databind.JsonNode;

/// A column of a table of resources.
///
/// @param name its heading
/// @param type `string`, `integer`, `number`, `boolean` or `date`
/// @param format as OpenAPI's, such as `int64`; may be empty
/// @param priority 0 for columns that are always shown
/// @param jsonPath where its value stands in the resource
public record PrinterColumn(
        String name, String type, String format, int priority, String jsonPath) {

    static PrinterColumn of(JsonNode text) {
        return new PrinterColumn(
                text.path("name").asText(),
                text.path("type").asText(),
                text.path("format").asText(""),
                text.path("priority").asInt(),
                text.path("jsonPath").asText());
    }
}
