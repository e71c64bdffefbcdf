package io.gantry.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import io.gantry.bus.EventInbox;
import io.gantry.events.Event;
import io.gantry.events.EventCodec;
import io.gantry.events.Topic;
import io.gantry.events.UnreadableEventException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;

/// Reads a topic from its beginning, as a service that starts would.
public final class TopicReader implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ConsumerRecord<String, byte[]>> seen = new ArrayList<>();

    public TopicReader(String topic) {
        Properties config = new Properties();
        config.put("bootstrap.servers", bootstrapServers());
        consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    public static String bootstrapServers() {
        return ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
    }

    /// All records of a key, in their order, as soon as there are so many.
    public List<ConsumerRecord<String, byte[]>> await(String key, int count) {
        return await(record -> key.equals(record.key()), count);
    }

    public List<ConsumerRecord<String, byte[]>> await(
            Predicate<ConsumerRecord<String, byte[]>> wanted, int count) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<ConsumerRecord<String, byte[]>> found = found(wanted);
        while (found.size() < count) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "Waited for %d records, found %s".formatted(count, texts(found)));
            }
            consumer.poll(Duration.ofMillis(200)).forEach(seen::add);
            found = found(wanted);
        }
        return found;
    }

    /// All records of a key that are there when everything that was sent before has arrived.
    public List<ConsumerRecord<String, byte[]>> all(String key) {
        return all().stream().filter(record -> key.equals(record.key())).toList();
    }

    /// All records that are there when everything that was sent before has arrived.
    public List<ConsumerRecord<String, byte[]>> all() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(200)).forEach(seen::add);
        }
        return List.copyOf(seen);
    }

    /// The events of a key, as soon as there are so many.
    public <E extends Event> List<E> awaitEvents(String key, Class<E> type, int count) {
        return await(key, count).stream().map(record -> type.cast(decode(record))).toList();
    }

    public static Event decode(ConsumerRecord<String, byte[]> record) {
        try {
            return EventCodec.decode(
                            Topic.ofName(record.topic()).orElseThrow(),
                            EventInbox.headers(record),
                            record.value())
                    .orElseThrow();
        } catch (UnreadableEventException e) {
            throw new AssertionError(e);
        }
    }

    public static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
        return java.util.stream.StreamSupport.stream(record.headers().spliterator(), false)
                .collect(
                        toMap(
                                header -> header.key(),
                                header -> new String(header.value(), UTF_8),
                                (first, last) -> last));
    }

    @Override
    public void close() {
        consumer.close();
    }

    private List<ConsumerRecord<String, byte[]>> found(
            Predicate<ConsumerRecord<String, byte[]>> wanted) {
        return seen.stream().filter(wanted).toList();
    }

    private static List<String> texts(List<ConsumerRecord<String, byte[]>> records) {
        return records.stream()
                .map(record -> record.key() + "=" + new String(record.value(), UTF_8))
                .toList();
    }
}
