package io.gantry.kserve.schema.check;

import com.fasterxml.jackson.databind.JsonNode;

/// When two JSON values are the same to an API server: 1 is 1, however it is kept.
public final class Same {
    private Same() {}

    public static boolean values(JsonNode one, JsonNode other) {
        return one.equals(Same::compared, other);
    }

    private static int compared(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }
}
