package io.gantry.kserve.schema.check;

import com.fasterxml.jackson.databind.JsonNode;

/// The names of JSON types.
final class JsonType {
    private JsonType() {}

    /// 1.0 is an integer, as JSON has but one type of numbers.
    static String of(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> "object";
            case ARRAY -> "array";
            case STRING, BINARY -> "string";
            case BOOLEAN -> "boolean";
            case NULL, MISSING -> "null";
            case NUMBER -> isInteger(value) ? "integer" : "number";
        };
    }

    private static boolean isInteger(JsonNode number) {
        if (number.isIntegralNumber()) {
            return true;
        }
        double value = number.doubleValue();
        return Double.isFinite(value) && value == Math.rint(value);
    }
}
