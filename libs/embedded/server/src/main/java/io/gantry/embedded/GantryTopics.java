package io.gantry.embedded;

import io.gantry.events.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Gantry's topics and their dead letter queues, as they are on one machine.
public final class GantryTopics {

    /// More than one, so that what only holds within a partition is not taken for granted in dev
    /// mode and tests.
    private static final int PARTITIONS = 3;

    private GantryTopics() {}

    public static List<TopicSpec> all() {
        return Arrays.stream(Topic.values()).flatMap(GantryTopics::withDlq).toList();
    }

    private static Stream<TopicSpec> withDlq(Topic topic) {
        return Stream.of(
                new TopicSpec(topic.topicName(), PARTITIONS, topic.config()),
                new TopicSpec(topic.dlqName(), 1, topic.dlqConfig()));
    }
}
