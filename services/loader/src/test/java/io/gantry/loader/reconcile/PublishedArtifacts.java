package io.gantry.loader.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gantry.events.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;

/// What was published of artifacts, or of anything else, up to now.
public final class PublishedArtifacts {

    private PublishedArtifacts() {}

    /// Type and value of each event of an artifact, the oldest first.
    public static List<String> of(String artifact) {
        return of(Topic.ARTIFACTS, artifact);
    }

    /// Type and value of each event whose key starts like that, the oldest of a partition first.
    public static List<String> of(Topic topic, String key) {
        Map<String, Object> config =
                Map.of(
                        "bootstrap.servers",
                        ConfigProvider.getConfig()
                                .getValue("kafka.bootstrap.servers", String.class),
                        "auto.offset.reset",
                        "earliest");
        List<String> found = new ArrayList<>();
        try (var consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic.topicName()).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, String> record :
                        consumer.poll(Duration.ofMillis(100))) {
                    if (record.key().startsWith(key)) {
                        found.add(type(record) + " " + record.value());
                    }
                }
            }
        }
        return found;
    }

    private static String type(ConsumerRecord<String, String> record) {
        return new String(record.headers().lastHeader("ce_type").value(), UTF_8);
    }
}
