package io.gantry.deployer.kubernetes;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The client leaves out labels, annotations and limits where an object has none.
final class Maps {

    private Maps() {}

    static <T> Map<String, T> orEmpty(@Nullable Map<String, T> map) {
        return map == null ? Map.of() : map;
    }
}
