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
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/// Hands traffic samples from Kafka to the features, in order.
@ApplicationScoped
class TrafficInbox {

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
    }

    @Incoming("traffic")
    @Blocking
    void onTraffic(ConsumerRecord<String, byte[]> record) {
        try {
            inbox.handle(
                    record, TrafficSampled.class, sample -> sampled(sample, record.partition()));
        } finally {
            share.read(record);
        }
    }

    private void sampled(TrafficSampled sample, int partition) {
        Instant now = time.instant();
        read.increment();
        if (!share.rightPlace(new ServiceId(sample.namespace(), sample.name()), partition)) {
            // Of a proxy that does not yet know where they belong. It counts if all come here.
            ignored("misplaced");
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
        metrics.counter("gantry.monitor.samples.ignored", "reason", reason).increment();
    }
}
