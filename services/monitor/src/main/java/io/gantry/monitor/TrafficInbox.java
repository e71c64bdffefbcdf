package io.gantry.monitor;

import io.gantry.bus.EventInbox;
import io.gantry.events.TrafficSampled;
import io.gantry.monitor.fleet.ServiceId;
import io.gantry.monitor.listen.Share;
import io.gantry.monitor.scale.Scaling;
import io.gantry.monitor.signal.ProxyClocks;
import io.gantry.monitor.signal.TrafficMeter;
import io.gantry.monitor.slo.ServiceLevels;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/// Hands traffic samples from Kafka to the features, in order, on a thread of its own.
///
/// They come in batches: a method call for each, over the event loop and back to a worker, costs
/// more than what is done with a sample, of which there are thousands a second.
@Singleton
class TrafficInbox {

    private static final String MISPLACED = "misplaced";
    private static final List<String> IGNORED = List.of("duplicate", "too_old", MISPLACED);

    private final ExecutorService reader =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("monitor-traffic").daemon().factory());
    private final InstantSource time = InstantSource.system();
    private final EventInbox inbox;
    private final Scaling scaling;
    private final ServiceLevels levels;
    private final Share share;
    private final MeterRegistry metrics;
    private final Counter read;
    private final ProxyClocks clocks = new ProxyClocks();

    TrafficInbox(
            EventInbox inbox,
            Scaling scaling,
            ServiceLevels levels,
            Share share,
            MeterRegistry metrics) {
        this.metrics = metrics;
        this.read =
                Counter.builder("gantry.monitor.samples.read")
                        .description("Traffic samples that were read")
                        .register(metrics);
        this.inbox = inbox;
        this.scaling = scaling;
        this.levels = levels;
        this.share = share;
        // From 0 on, or an alert on their increase would not see the first.
        IGNORED.forEach(this::counter);
    }

    @Incoming("traffic")
    CompletionStage<Void> onTraffic(KafkaRecordBatch<String, byte[]> batch) {
        return CompletableFuture.runAsync(() -> batch.forEach(this::take), reader);
    }

    private void take(KafkaRecord<String, byte[]> message) {
        ConsumerRecord<String, byte[]> record = recordOf(message);
        try {
            inbox.handle(
                    record, TrafficSampled.class, sample -> sampled(sample, record.partition()));
        } catch (RuntimeException e) {
            // It alone is a dead letter, not the batch.
            var _ = message.nack(e);
        } finally {
            share.read(record);
        }
    }

    @SuppressWarnings("unchecked")
    private static ConsumerRecord<String, byte[]> recordOf(KafkaRecord<String, byte[]> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow().getRecord();
    }

    @PreDestroy
    void stop() {
        reader.shutdownNow();
    }

    private void sampled(TrafficSampled sample, int partition) {
        Instant now = time.instant();
        read.increment();
        if (!share.rightPlace(new ServiceId(sample.namespace(), sample.name()), partition)) {
            // Of a proxy that does not yet know where they belong. It counts if all come here.
            ignored(MISPLACED);
        }
        TrafficSampled heard = sample.takenAt(clocks.correct(sample.proxy(), sample.at(), now));
        // First what somebody may be waiting for.
        count(scaling.sampled(heard, now));
        levels.sampled(heard, now);
    }

    private void count(TrafficMeter.Acceptance acceptance) {
        switch (acceptance) {
            case TAKEN -> {}
            case DUPLICATE, TOO_OLD -> ignored(acceptance.name().toLowerCase(Locale.ROOT));
        }
    }

    private void ignored(String reason) {
        counter(reason).increment();
    }

    private Counter counter(String reason) {
        return metrics.counter("gantry.monitor.samples.ignored", "reason", reason);
    }
}
