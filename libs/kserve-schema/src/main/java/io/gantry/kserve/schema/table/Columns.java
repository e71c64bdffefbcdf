package io.gantry.kserve.schema.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.PrinterColumn;
import io.gantry.kserve.schema.TypeVersion;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The table of a resource type: its columns, and the cells of its objects.
public final class Columns {
    private static final PrinterColumn NAME =
            new PrinterColumn("Name", "string", "name", 0, ".metadata.name");

    /// What a type without columns of its own shows.
    private static final PrinterColumn AGE =
            new PrinterColumn("Age", "date", "", 0, ".metadata.creationTimestamp");

    private static final Map<String, JsonPath> PATHS = new ConcurrentHashMap<>();

    private Columns() {}

    /// The columns of a version, the name first.
    public static List<PrinterColumn> of(TypeVersion version) {
        List<PrinterColumn> columns = new ArrayList<>();
        columns.add(NAME);
        columns.addAll(version.columns().isEmpty() ? List.of(AGE) : version.columns());
        return columns;
    }

    /// The cells of an object, one for each column; null nodes where it has nothing to show.
    ///
    /// @param now what the age is counted to
    public static List<JsonNode> cells(TypeVersion version, ObjectNode object, Instant now) {
        return of(version).stream().map(column -> cell(column, object, now)).toList();
    }

    /// As API servers do, of several values the first is shown.
    private static JsonNode cell(PrinterColumn column, ObjectNode object, Instant now) {
        JsonPath path = PATHS.computeIfAbsent(column.jsonPath(), JsonPath::parse);
        return path.find(object).stream()
                .findFirst()
                .map(value -> typed(column.type(), value, now))
                .orElse(JsonNodeFactory.instance.nullNode());
    }

    private static JsonNode typed(String type, JsonNode value, Instant now) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (type) {
            case "integer" ->
                    value.isNumber() ? nodes.numberNode(value.longValue()) : nodes.nullNode();
            case "number" -> value.isNumber() ? value : nodes.nullNode();
            case "boolean" -> value.isBoolean() ? value : nodes.nullNode();
            case "date" -> nodes.textNode(age(value.asText(), now));
            default -> nodes.textNode(value.isValueNode() ? value.asText() : value.toString());
        };
    }

    private static String age(String time, Instant now) {
        try {
            return Age.between(OffsetDateTime.parse(time).toInstant(), now);
        } catch (DateTimeParseException _) {
            return "<invalid>";
        }
    }
}
