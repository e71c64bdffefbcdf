package io.gantry.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.events.EncodedEvent;
import io.gantry.events.Event;
import io.gantry.events.EventCodec;
import io.gantry.events.RegistrationRequested;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// A producer of Kafka events outside Gantry.
final class Publisher implements AutoCloseable {

    private static final EventCodec CODEC = new EventCodec("/tests", InstantSource.system());

    private final Producer<String, byte[]> producer;

    Publisher(String bootstrapServers) {
        this.producer =
                new KafkaProducer<>(
                        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    void register(String name, String model) {
        try {
            publish(
                    new RegistrationRequested(
                            "default", name, new ObjectMapper().readTree(model), null));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    void publish(Event event) {
        EncodedEvent encoded = CODEC.encode(event);
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(encoded.topic(), encoded.key(), encoded.value().bytes());
        encoded.headers()
                .forEach((key, value) ->
                        record.headers().add(key, value.getBytes(StandardCharsets.UTF_8)));
        send(record);
    }

    /// Publishes records again as they were.
    void replay(List<ConsumerRecord<String, byte[]>> records) {
        records.forEach(record ->
                send(
                        new ProducerRecord<>(
                                record.topic(),
                                record.partition(),
                                record.key(),
                                record.value(),
                                record.headers())));
    }

    private void send(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
