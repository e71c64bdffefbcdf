package io.gantry.registry;

import io.gantry.events.EncodedEvent;
import io.gantry.events.Event;
import io.gantry.events.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// Writes to topics as other programs do, also what no program should.
public final class TopicWriter implements AutoCloseable {

    private final EventCodec codec = new EventCodec("/test", InstantSource.system());
    private final KafkaProducer<String, byte[]> producer;

    public TopicWriter() {
        Properties config = new Properties();
        config.put("bootstrap.servers", TopicReader.bootstrapServers());
        producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /// @return the event's `ce_id`
    public String send(Event event) {
        return send(codec.encode(event));
    }

    /// Sends an event with an id of the test's.
    public void send(Event event, String id) {
        EncodedEvent encoded = codec.encode(event);
        Map<String, String> headers = new HashMap<>(encoded.headers());
        headers.put(EventCodec.ID, id);
        send(encoded.topic(), encoded.key(), headers, encoded.value().bytes());
    }

    public void send(
            String topic,
            @Nullable String key,
            Map<String, String> headers,
            byte @Nullable [] value) {
        List<Header> all = new ArrayList<>();
        headers.forEach((name, text) ->
                all.add(new RecordHeader(name, text.getBytes(StandardCharsets.UTF_8))));
        try {
            producer.send(new ProducerRecord<>(topic, null, key, value, all)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    private String send(EncodedEvent encoded) {
        send(encoded.topic(), encoded.key(), encoded.headers(), encoded.value().bytes());
        return String.valueOf(encoded.headers().get(EventCodec.ID));
    }
}
