package io.gantry.loader.warm;

import io.gantry.loader.LoaderConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is said of a node in its configuration.
record Description(Map<String, String> labels, Map<String, Long> resources) {

    Description {
        labels = Map.copyOf(labels);
        resources = Map.copyOf(resources);
    }

    /// @throws IllegalArgumentException for what is no pair of a name and a value
    static Description of(LoaderConfig.Warm config) {
        Map<String, Long> resources = new HashMap<>();
        pairs("gantry.loader.warm.resources", config.resources().orElse(List.of()))
                .forEach((name, count) -> resources.put(name, number(name, count)));
        return new Description(
                pairs("gantry.loader.warm.labels", config.labels().orElse(List.of())), resources);
    }

    private static Map<String, String> pairs(String key, List<String> pairs) {
        Map<String, String> found = new HashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "%s has \"%s\"; write name=value, with commas between"
                                .formatted(key, pair));
            }
            found.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
        }
        return found;
    }

    private static long number(String name, String count) {
        try {
            return Long.parseLong(count);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "gantry.loader.warm.resources has \"%s=%s\"; write how many, as a whole number"
                            .formatted(name, count),
                    e);
        }
    }
}
