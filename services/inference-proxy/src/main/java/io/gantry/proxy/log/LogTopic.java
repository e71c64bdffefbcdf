package io.gantry.proxy.log;

import io.gantry.bus.KafkaMessage;
import io.gantry.events.EncodedEvent;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/// `gantry.inference-log`, by a producer of its own: traffic samples, by which models are scaled,
/// do not stand in line behind bodies.
@ApplicationScoped
class LogTopic {

    private final Emitter<byte[]> emitter;

    LogTopic(
            @Channel("inference-log") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    Emitter<byte[]> emitter) {
        this.emitter = emitter;
    }

    /// @return completes when Kafka has it, exceptionally when Kafka did not take it in time
    CompletionStage<Void> send(EncodedEvent event) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        emitter.send(KafkaMessage.of(event, Context.root(), done));
        return done;
    }
}
