package io.gantry.bus;

import io.gantry.events.Event;
import io.gantry.events.EventCodec;
import io.gantry.events.Topic;
import io.gantry.events.UnreadableEventException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/// Where a service's `@Incoming` methods hand their records in.
@Singleton
public class EventInbox {

    private final CatchUp catchUp;
    private final MeterRegistry metrics;

    EventInbox(CatchUp catchUp, MeterRegistry metrics) {
        this.catchUp = catchUp;
        this.metrics = metrics;
    }

    /// Decodes a record and gives the event to the handler.
    ///
    /// Types of newer versions, other types of the topic and tombstones are passed over. What the
    /// handler throws, and a record that cannot be read, ends as a dead letter with the reason in
    /// its headers; the records after it go on.
    ///
    /// @throws UnreadableRecordException for a record that is no event of its topic
    public <E extends Event> void handle(
            ConsumerRecord<String, byte[]> record, Class<E> type, Consumer<E> handler) {
        try {
            decode(record).filter(type::isInstance).map(type::cast).ifPresent(handler);
        } catch (RuntimeException e) {
            metrics.counter("gantry.events.dead.lettered", "topic", record.topic()).increment();
            Log.warnf(
                    "Event goes to the dead letter topic topic=%s partition=%d offset=%d key=%s reason=%s",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.key(),
                    e.getMessage());
            throw e;
        } finally {
            catchUp.done(record);
        }
    }

    /// The record's headers as text; of a repeated header the last counts.
    public static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return headers;
    }

    private static Optional<Event> decode(ConsumerRecord<String, byte[]> record) {
        Topic topic =
                Topic.ofName(record.topic())
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "Not a topic of Gantry's: " + record.topic()));
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            return EventCodec.decode(topic, headers(record), record.value());
        } catch (UnreadableEventException e) {
            throw new UnreadableRecordException(e);
        }
    }
}
