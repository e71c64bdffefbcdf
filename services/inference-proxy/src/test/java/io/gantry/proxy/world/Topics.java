package io.gantry.proxy.world;

import io.gantry.events.EncodedEvent;
import io.gantry.events.Event;
import io.gantry.events.EventCodec;
import io.gantry.events.InferenceLogEvent;
import io.gantry.events.Topic;
import io.gantry.events.TrafficSampled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// The topics as the other services see them: what they publish, and what the proxy publishes.
public final class Topics implements AutoCloseable {

    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final EventCodec codec = new EventCodec("/test", InstantSource.system());
    private final List<Event> published = new CopyOnWriteArrayList<>();
    private final Thread reader;

    public Topics(String bootstrapServers) {
        Map<String, Object> client = Map.of("bootstrap.servers", bootstrapServers);
        producer = new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer());
        Map<String, Object> reading = new HashMap<>(client);
        reading.put("enable.auto.commit", "false");
        reading.put("auto.offset.reset", "earliest");
        consumer =
                new KafkaConsumer<>(reading, new StringDeserializer(), new ByteArrayDeserializer());
        consumer.assign(
                Stream.of(Topic.TRAFFIC, Topic.INFERENCE_LOG)
                        .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
                        .map(info ->
                                new org.apache.kafka.common.TopicPartition(
                                        info.topic(), info.partition()))
                        .toList());
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(consumer::position);
        reader = Thread.ofVirtual().name("topic-reader").start(this::read);
    }

    public void publish(Event... events) {
        for (Event event : events) {
            EncodedEvent encoded = codec.encode(event);
            ProducerRecord<String, byte[]> message =
                    new ProducerRecord<>(encoded.topic(), encoded.key(), encoded.value().bytes());
            encoded.headers()
                    .forEach((key, value) ->
                            message.headers().add(key, value.getBytes(StandardCharsets.UTF_8)));
            try {
                producer.send(message).get(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException("Kafka did not take " + event, e);
            }
        }
    }

    /// The samples of a service since these topics were opened.
    public List<TrafficSampled> traffic(String service) {
        return published.stream()
                .filter(TrafficSampled.class::isInstance)
                .map(TrafficSampled.class::cast)
                .filter(sample -> sample.name().equals(service))
                .toList();
    }

    /// What was logged of a service since then.
    public List<InferenceLogEvent> logged(String service) {
        return published.stream()
                .filter(InferenceLogEvent.class::isInstance)
                .map(InferenceLogEvent.class::cast)
                .filter(event -> event.exchange().name().equals(service))
                .toList();
    }

    @Override
    public void close() {
        consumer.wakeup();
        joinReader();
        consumer.close();
        producer.close(Duration.ofSeconds(5));
    }

    private void joinReader() {
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try {
            while (true) {
                for (ConsumerRecord<String, byte[]> message :
                        consumer.poll(Duration.ofMillis(200))) {
                    published.add(decode(message));
                }
            }
        } catch (WakeupException e) {
            // The end.
        }
    }

    private static Event decode(ConsumerRecord<String, byte[]> message) {
        Map<String, String> headers = new HashMap<>();
        message.headers()
                .forEach(header ->
                        headers.put(
                                header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        try {
            Topic topic =
                    message.topic().equals(Topic.TRAFFIC.topicName())
                            ? Topic.TRAFFIC
                            : Topic.INFERENCE_LOG;
            return EventCodec.decode(topic, headers, message.value()).orElseThrow();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
