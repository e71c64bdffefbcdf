package io.gantry.registry.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.bus.EventInbox;
import io.gantry.bus.UnreadableRecordException;
import io.gantry.events.EventCodec;
import io.gantry.events.EventType;
import io.gantry.events.Keys;
import io.gantry.events.RegistrationEvent;
import io.gantry.registry.inferenceservice.ServiceKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Reads messages of people who may never have seen the events' description.
@ApplicationScoped
class RegistrationReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventInbox inbox;

    RegistrationReader(EventInbox inbox) {
        this.inbox = inbox;
    }

    Reading read(ConsumerRecord<String, byte[]> record) {
        List<RegistrationEvent> found = new ArrayList<>(1);
        try {
            inbox.handle(record, RegistrationEvent.class, found::add);
        } catch (UnreadableRecordException e) {
            return new Reading(
                    guess(record).map(key -> refused(record, key, String.valueOf(e.getMessage()))),
                    e);
        }
        if (found.isEmpty()) {
            return new Reading(
                    guess(record).map(key -> refused(record, key, unknown(record))), null);
        }
        RegistrationEvent event = found.getFirst();
        return new Reading(
                Optional.of(
                        new Registration(
                                RegistrationId.of(record),
                                new ServiceKey(
                                        RegistrationId.text(event.namespace()),
                                        RegistrationId.text(event.name())),
                                Wishes.of(event))),
                null);
    }

    private static Registration refused(
            ConsumerRecord<String, byte[]> record, ServiceKey key, String reason) {
        return new Registration(RegistrationId.of(record), key, Wish.Refused.because(reason));
    }

    private static String unknown(ConsumerRecord<String, byte[]> record) {
        String types =
                "%s or %s"
                        .formatted(
                                EventType.REGISTRATION_REQUESTED.ceType(),
                                EventType.REGISTRATION_WITHDRAWN.ceType());
        return record.value() == null
                ? "The message has no value; send %s".formatted(types)
                : "The type %s is not known here; send %s"
                        .formatted(EventInbox.headers(record).get(EventCodec.TYPE), types);
    }

    /// The service that an unreadable message is about: what its JSON says, else its key.
    private static Optional<ServiceKey> guess(ConsumerRecord<String, byte[]> record) {
        return fromValue(record.value()).or(() -> fromKey(record.key()));
    }

    private static Optional<ServiceKey> fromValue(byte @Nullable [] value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            JsonNode body = JSON.readTree(value);
            JsonNode name = body.path("name");
            return name.isTextual()
                    ? key(body.path("namespace").asText(Keys.DEFAULT_NAMESPACE), name.asText())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<ServiceKey> fromKey(@Nullable String given) {
        String key = given == null ? "" : given;
        int slash = key.indexOf('/');
        return slash <= 0 || slash != key.lastIndexOf('/')
                ? Optional.empty()
                : key(key.substring(0, slash), key.substring(slash + 1));
    }

    private static Optional<ServiceKey> key(String namespace, String name) {
        String cleanNamespace = RegistrationId.text(namespace);
        String cleanName = RegistrationId.text(name);
        return cleanNamespace.isBlank() || cleanName.isBlank()
                ? Optional.empty()
                : Optional.of(new ServiceKey(cleanNamespace, cleanName));
    }
}
