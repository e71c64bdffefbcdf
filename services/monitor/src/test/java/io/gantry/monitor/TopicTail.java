package io.gantry.monitor;

import io.gantry.events.Event;
import io.gantry.events.EventCodec;
import io.gantry.events.Topic;
import io.gantry.events.UnreadableEventException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;

/// Collects all events of one topic, from its beginning.
public final class TopicTail {

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Topic topic;
    private final Thread reader;
    private volatile boolean closed;

    public TopicTail(Topic topic) {
        this.topic = topic;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    /// The events so far of that type, in the order of arrival.
    public <E extends Event> List<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public void stop() throws InterruptedException {
        closed = true;
        reader.join();
    }

    private void read() {
        Map<String, Object> settings =
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        ConfigProvider.getConfig()
                                .getValue("kafka.bootstrap.servers", String.class));
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic.topicName()).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closed) {
                consumer.poll(Duration.ofMillis(50)).forEach(this::decode);
            }
        }
    }

    private void decode(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header ->
                        headers.put(
                                header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        try {
            EventCodec.decode(topic, headers, record.value()).ifPresent(events::add);
        } catch (UnreadableEventException e) {
            throw new IllegalStateException(e);
        }
    }
}
