package io.gantry.embedded;

import java.util.Map;

/// A topic that exists before the first client asks for it: auto-creation would delay the first
/// event by a second.
public record TopicSpec(String name, int partitions, Map<String, String> config) {

    public TopicSpec {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a topic needs a name");
        }
        if (partitions < 1) {
            throw new IllegalArgumentException(
                    "topic %s needs at least one partition, not %d".formatted(name, partitions));
        }
        config = Map.copyOf(config);
    }
}
