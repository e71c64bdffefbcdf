package io.gantry.bench;

import io.gantry.bus.ServicePartitioner;
import io.gantry.events.EncodedEvent;
import io.gantry.events.Event;
import io.gantry.events.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Tells a service under measurement of models, in the place of the services that would.
public final class EventPublisher implements AutoCloseable {

    private static final EventCodec CODEC = new EventCodec("/bench", InstantSource.system());

    private final KafkaProducer<String, byte[]> producer;

    public EventPublisher(String kafka) {
        producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                kafka,
                                "partitioner.class",
                                ServicePartitioner.class.getName()),
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    /// Kafka has it for certain after [#flush] or [#close].
    public void publish(Event event) {
        EncodedEvent encoded = CODEC.encode(event);
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(encoded.topic(), encoded.key(), encoded.value().bytes());
        encoded.headers()
                .forEach((key, value) ->
                        record.headers().add(key, value.getBytes(StandardCharsets.UTF_8)));
        var _ = producer.send(record);
    }

    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
