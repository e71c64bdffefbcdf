package io.gantry.registry.registration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gantry.bus.EventInbox;
import io.gantry.events.EventCodec;
import jakarta.persistence.Embeddable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What tells registrations apart: CloudEvents' source and id, and, because not every producer
/// gives an id only once, a digest of what was sent.
@Embeddable
record RegistrationId(String source, String id, String digest) {

    private static final String NUL = "\0";

    /// A message without an id is told apart by its place in the topic.
    static RegistrationId of(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = EventInbox.headers(record);
        String place = "%s-%d@%d".formatted(record.topic(), record.partition(), record.offset());
        return new RegistrationId(
                text(headers.getOrDefault(EventCodec.SOURCE, "")),
                text(headers.getOrDefault(EventCodec.ID, place)),
                digest(record, headers.getOrDefault(EventCodec.TYPE, "")));
    }

    private static String digest(ConsumerRecord<String, byte[]> record, String type) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((type + "\n" + record.key() + "\n").getBytes(UTF_8));
            sha256.update(record.value() == null ? new byte[0] : record.value());
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /// PostgreSQL's text has no NUL.
    static String text(String given) {
        return given.replace(NUL, "");
    }
}
