package io.gantry.bus;

import io.gantry.events.EncodedEvent;
import io.opentelemetry.context.Context;
import io.smallrye.reactive.messaging.TracingMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/// An event as a message for an emitter.
public final class KafkaMessage {

    private KafkaMessage() {}

    /// @param done completes when Kafka has it, exceptionally when Kafka did not take it in time
    public static Message<byte[]> of(
            EncodedEvent event, Context context, CompletableFuture<Void> done) {
        RecordHeaders headers = new RecordHeaders();
        event.headers()
                .forEach((key, value) -> headers.add(key, value.getBytes(StandardCharsets.UTF_8)));
        return Message.of(
                event.value().bytes(),
                Metadata.of(
                        OutgoingKafkaRecordMetadata.<String>builder()
                                .withTopic(event.topic())
                                .withKey(event.key())
                                .withHeaders(headers)
                                .build(),
                        TracingMetadata.withCurrent(context)),
                () -> {
                    done.complete(null);
                    return CompletableFuture.completedFuture(null);
                },
                failure -> {
                    done.completeExceptionally(failure);
                    return CompletableFuture.completedFuture(null);
                });
    }
}
