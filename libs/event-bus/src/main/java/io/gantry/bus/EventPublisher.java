package io.gantry.bus;

import io.gantry.events.EncodedEvent;
import io.gantry.events.Event;
import io.gantry.events.EventCodec;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.quarkus.logging.Log;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jspecify.annotations.Nullable;

/// Publishes events to their topics, in order by key.
@ApplicationScoped
public class EventPublisher {

    private final Emitter<byte[]> emitter;
    private final EventCodec codec;
    private final BusConfig config;
    private final MeterRegistry metrics;
    private final Waiting waiting;
    private volatile @Nullable Instant refusedSince;
    private final ScheduledExecutorService retries =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("event-retry").factory());

    EventPublisher(
            @Channel("gantry-events") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    Emitter<byte[]> emitter,
            BusConfig config,
            MeterRegistry metrics) {
        this.emitter = emitter;
        this.codec =
                new EventCodec(
                        "/gantry/%s/%s".formatted(config.service(), config.instance()),
                        InstantSource.system());
        this.config = config;
        this.metrics = metrics;
        this.waiting = new Waiting(config.maxWaiting());
        metrics.gauge("gantry.events.waiting", waiting, Waiting::size);
    }

    /// Publishes an event and keeps it until Kafka has it. Of a key's state only the latest is kept
    /// while Kafka is away.
    public void publish(Event event) {
        Waiting.Entry entry = new Waiting.Entry(event, Context.current());
        Waiting.Added added = waiting.add(entry);
        if (added.dropped()) {
            metrics.counter("gantry.events.dropped", "topic", event.topic().topicName())
                    .increment();
        }
        if (added.first()) {
            transmit(entry);
        }
    }

    /// Sends an event once.
    ///
    /// @return completes when Kafka has it, exceptionally when Kafka did not take it in time
    public CompletionStage<Void> send(Event event) {
        return send(event, Context.current());
    }

    /// Encodes an event that is kept elsewhere and sent later.
    public EncodedEvent encode(Event event) {
        return codec.encode(event);
    }

    /// Sends an encoded event once, with the `ce_id` that it has, however often that takes.
    ///
    /// @return completes when Kafka has it, exceptionally when Kafka did not take it in time
    public CompletionStage<Void> send(EncodedEvent encoded, Context context) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        emitter.send(KafkaMessage.of(encoded, context, done));
        var _ = done.whenComplete((_, failure) -> note(failure == null));
        return done;
    }

    /// Since when Kafka has taken nothing of what it was sent; empty while it takes it. What it
    /// does not take is known after `delivery.timeout.ms`.
    public Optional<Instant> awaySince() {
        return Optional.ofNullable(refusedSince);
    }

    private void note(boolean taken) {
        boolean away = refusedSince != null;
        if (taken == away) {
            refusedSince = taken ? null : Instant.now();
        }
    }

    private void transmit(Waiting.Entry entry) {
        send(entry.event(), entry.context())
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        waiting.taken(entry).ifPresent(this::transmit);
                    } else if (!retries.isShutdown()) {
                        Log.debugf(
                                "Kafka did not take an event, sending again topic=%s key=%s reason=%s",
                                entry.event().topic().topicName(),
                                entry.event().key(),
                                failure.getMessage());
                        var _ =
                                retries.schedule(
                                        () -> transmit(waiting.latest(entry)),
                                        config.retryDelay().toMillis(),
                                        TimeUnit.MILLISECONDS);
                    }
                });
    }

    private CompletionStage<Void> send(Event event, Context context) {
        return send(encode(event), context);
    }

    @PreDestroy
    void stop() {
        retries.shutdownNow();
    }
}
