package io.gantry.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.events.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// What is on topics from their beginning to their end of now.
final class TopicHistory {

    private TopicHistory() {}

    static List<ConsumerRecord<String, byte[]>> of(String kafka, Collection<Topic> topics) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (var consumer =
                new KafkaConsumer<>(
                        Map.<String, Object>of("bootstrap.servers", kafka),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    topics.stream()
                            .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
                            .map(partition ->
                                    new TopicPartition(partition.topic(), partition.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /// The generations of a namespace's services, by name, in the order of the topic and as often
    /// as they are there.
    static Map<String, List<Long>> generations(String kafka, String namespace) {
        Map<String, List<Long>> generations = new TreeMap<>();
        String start = namespace + "/";
        for (ConsumerRecord<String, byte[]> record : of(kafka, List.of(Topic.INFERENCE_SERVICES))) {
            if (record.key().startsWith(start)) {
                generations
                        .computeIfAbsent(
                                record.key().substring(start.length()), _ -> new ArrayList<>())
                        .add(generation(record));
            }
        }
        return generations;
    }

    /// The artifact of a service's first revision.
    ///
    /// @param service `namespace/name`
    static String artifact(String kafka, String service) {
        return of(kafka, List.of(Topic.INFERENCE_SERVICES)).stream()
                .filter(record -> record.key().equals(service))
                .map(record -> tree(record).at("/revisions/0/artifacts/0/artifact").asText())
                .findFirst()
                .orElseThrow();
    }

    private static long generation(ConsumerRecord<String, byte[]> record) {
        return tree(record).path("generation").asLong();
    }

    private static JsonNode tree(ConsumerRecord<String, byte[]> record) {
        try {
            return new ObjectMapper().readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
