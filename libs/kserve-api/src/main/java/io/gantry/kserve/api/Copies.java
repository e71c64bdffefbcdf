package io.gantry.kserve.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Immutable copies for the records' constructors. Absent stays absent: an empty list that a
/// manifest spells out is written again, one that it leaves out is not.
final class Copies {
    private Copies() {}

    static <T> @Nullable List<T> list(@Nullable List<T> values) {
        return values == null ? null : List.copyOf(values);
    }

    static <V> @Nullable Map<String, V> map(@Nullable Map<String, V> values) {
        return values == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /// Sorted by name, because Jackson hands the rest over in an order of its own and what is
    /// written must not depend on that. Null is what Jackson passes when there is no rest.
    static Map<String, JsonNode> unknown(@Nullable Map<String, JsonNode> values) {
        return values == null || values.isEmpty()
                ? Map.of()
                : Collections.unmodifiableMap(new TreeMap<>(values));
    }
}
