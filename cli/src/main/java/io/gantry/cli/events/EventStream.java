package io.gantry.cli.events;

import io.gantry.events.Event;
import io.gantry.events.EventCodec;
import io.gantry.events.Topic;
import io.gantry.events.UnreadableEventException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Gantry's events as they arrive, of all partitions of some topics.
public final class EventStream implements AutoCloseable {

    private final Consumer<String, byte[]> consumer;
    private final Map<TopicPartition, Long> ends;

    private EventStream(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        this.consumer = consumer;
        this.ends = ends;
    }

    /// A message of a topic.
    ///
    /// @param event empty for what cannot be read
    public record Received(Topic topic, Instant at, String key, Optional<Event> event) {}

    /// Events that arrive from now on.
    public static EventStream fromNow(String bootstrapServers, Collection<Topic> topics) {
        EventStream stream = open(bootstrapServers, topics);
        stream.ends.forEach(stream.consumer::seek);
        return stream;
    }

    /// All events that the topics still have, and what arrives after them.
    public static EventStream fromBeginning(String bootstrapServers, Collection<Topic> topics) {
        EventStream stream = open(bootstrapServers, topics);
        stream.consumer.seekToBeginning(stream.ends.keySet());
        return stream;
    }

    /// What arrived, in the order of its time; waits for something up to the timeout.
    public List<Received> poll(Duration timeout) {
        List<Received> received = new ArrayList<>();
        consumer.poll(timeout).forEach(record -> received.add(received(record)));
        received.sort(Comparator.comparing(Received::at));
        return received;
    }

    /// True when all is read that was there when the stream was opened.
    boolean atEnd() {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static EventStream open(String bootstrapServers, Collection<Topic> topics) {
        Map<String, Object> settings =
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                topics.stream()
                        .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
                        .map(partition ->
                                new TopicPartition(partition.topic(), partition.partition()))
                        .toList();
        consumer.assign(partitions);
        return new EventStream(consumer, consumer.endOffsets(partitions));
    }

    private static Received received(ConsumerRecord<String, byte[]> record) {
        Topic topic = Topic.ofName(record.topic()).orElseThrow();
        return new Received(
                topic,
                Instant.ofEpochMilli(record.timestamp()),
                record.key(),
                decode(topic, record));
    }

    private static Optional<Event> decode(Topic topic, ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header ->
                        headers.put(
                                header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        try {
            return record.value() == null
                    ? Optional.empty()
                    : EventCodec.decode(topic, headers, record.value());
        } catch (UnreadableEventException e) {
            return Optional.empty();
        }
    }
}
