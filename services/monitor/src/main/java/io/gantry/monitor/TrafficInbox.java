package io.gantry.monitor;

import io.gantry.bus.EventInbox;
import io.gantry.events.TrafficSampled;
import io.gantry.monitor.listen.Hearing;
import io.gantry.monitor.scale.Scaling;
import io.gantry.monitor.signal.TrafficMeter;
import io.gantry.monitor.slo.ServiceLevels;
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
    private final Hearing hearing;
    private final MeterRegistry metrics;

    TrafficInbox(
            EventInbox inbox,
            Scaling scaling,
            ServiceLevels levels,
            Hearing hearing,
            MeterRegistry metrics) {
        this.metrics = metrics;
        this.inbox = inbox;
        this.scaling = scaling;
        this.levels = levels;
        this.hearing = hearing;
    }

    @Incoming("traffic")
    @Blocking
    void onTraffic(ConsumerRecord<String, byte[]> record) {
        try {
            inbox.handle(record, TrafficSampled.class, this::sampled);
        } finally {
            hearing.read(record);
        }
    }

    private void sampled(TrafficSampled sample) {
        Instant now = time.instant();
        // First what somebody may be waiting for.
        count(scaling.sampled(sample, now));
        levels.sampled(sample, now);
    }

    private void count(TrafficMeter.Acceptance acceptance) {
        switch (acceptance) {
            case TAKEN -> {}
            case DUPLICATE, TOO_OLD ->
                    metrics.counter(
                                    "gantry.monitor.samples.ignored",
                                    "reason",
                                    acceptance.name().toLowerCase(Locale.ROOT))
                            .increment();
        }
    }
}
