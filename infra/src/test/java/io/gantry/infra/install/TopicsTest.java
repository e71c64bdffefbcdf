package io.gantry.infra.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.events.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Strimzi makes the topics that the services would make.
class TopicsTest {

    /// As the services are told when nobody tells them: `gantry.bus.topics.partitions`.
    private static final int PARTITIONS = 6;

    private static final int PARTITIONS_OF_DEAD_LETTERS = 1;

    @Test
    void shouldBeThoseOfTheServices() throws IOException {
        Map<String, Object> expected = new TreeMap<>();
        for (Topic topic : Topic.values()) {
            expected.put(topic.topicName(), settings(PARTITIONS, topic.config()));
            expected.put(topic.dlqName(), settings(PARTITIONS_OF_DEAD_LETTERS, topic.dlqConfig()));
        }

        assertThat(manifests()).isEqualTo(expected);
    }

    private static Map<String, Object> manifests() throws IOException {
        Map<String, Object> found = new TreeMap<>();
        String text =
                Files.readString(Kustomizations.DIRECTORY.resolve("components/kafka/topics.yaml"));
        for (JsonNode topic : Kustomizations.documents(text)) {
            Map<String, String> config = new HashMap<>();
            topic.at("/spec/config")
                    .properties()
                    .forEach(each -> config.put(each.getKey(), each.getValue().asText()));
            found.put(
                    topic.at("/metadata/name").asText(),
                    settings(topic.at("/spec/partitions").asInt(), config));
        }
        return found;
    }

    private static Map<String, String> settings(int partitions, Map<String, String> config) {
        Map<String, String> settings = new TreeMap<>(config);
        settings.put("partitions", Integer.toString(partitions));
        return settings;
    }
}
