package io.gantry.bench.monitor;

import io.gantry.events.Event;
import io.gantry.events.EventCodec;
import io.gantry.events.ScalingDecided;
import io.gantry.events.Topic;
import io.gantry.events.UnreadableEventException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// How long it takes from the sample of a request that waits for a model at zero to the decision on
/// the topic.
final class Wakes implements AutoCloseable {

    private final Map<String, Long> asked = new ConcurrentHashMap<>();
    private final List<Double> millis = new CopyOnWriteArrayList<>();
    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread reader;
    private volatile boolean closed;

    Wakes(String kafka) {
        consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                consumer.partitionsFor(Topic.SCALING.topicName()).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        reader = Thread.ofPlatform().name("wakes").start(this::read);
    }

    /// To be called when the sample is published.
    void asked(String model) {
        asked.put(model, System.nanoTime());
    }

    /// Those that were answered, the fastest first.
    List<Double> millis() {
        return millis.stream().sorted().toList();
    }

    int unanswered() {
        return asked.size();
    }

    private void read() {
        while (!closed) {
            consumer.poll(Duration.ofMillis(20)).forEach(this::take);
        }
        consumer.close();
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        long now = System.nanoTime();
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header ->
                        headers.put(
                                header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        try {
            Optional<Event> event = EventCodec.decode(Topic.SCALING, headers, record.value());
            if (event.orElse(null) instanceof ScalingDecided decided && decided.replicas() > 0) {
                Long since = asked.remove(decided.name());
                if (since != null) {
                    millis.add((now - since) / 1e6);
                }
            }
        } catch (UnreadableEventException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
