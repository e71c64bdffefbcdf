package io.gantry.proxy.meter;

import io.gantry.bus.EventPublisher;
import io.gantry.events.TrafficSampled;
import io.gantry.proxy.ProxyConfig;
import io.gantry.proxy.admit.QueueWatch;
import io.gantry.proxy.route.RevisionId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Publishes what was seen of each revision: at every tick, and at once when a request begins to
/// wait for a revision that is at zero.
@ApplicationScoped
class TrafficReporter implements QueueWatch {

    private final Meters meters;
    private final EventPublisher publisher;
    private final ProxyConfig config;
    private final Counter lost;
    private final ScheduledExecutorService reporting =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("traffic-reporter").factory());

    TrafficReporter(
            Meters meters, EventPublisher publisher, ProxyConfig config, MeterRegistry registry) {
        this.meters = meters;
        this.publisher = publisher;
        this.config = config;
        this.lost =
                Counter.builder("gantry.proxy.samples.lost")
                        .description("Traffic samples that Kafka did not take")
                        .register(registry);
    }

    void start(@Observes StartupEvent event) {
        long millis = config.meter().interval().toMillis();
        var _ =
                reporting.scheduleAtFixedRate(
                        this::reportAll, millis, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void queued(RevisionId revision, int change, boolean atZero) {
        RevisionMeter meter = meters.of(revision);
        if (meter.queued(change) && atZero) {
            reportSoon(meter);
        }
    }

    @Override
    public void missed(RevisionId revision) {
        RevisionMeter meter = meters.of(revision);
        if (meter.missed()) {
            reportSoon(meter);
        }
    }

    @PreDestroy
    void stop() {
        reporting.shutdownNow();
    }

    private void reportSoon(RevisionMeter meter) {
        if (!reporting.isShutdown()) {
            reporting.execute(() -> report(meter));
        }
    }

    private void reportAll() {
        try {
            meters.all().forEach(this::report);
            meters.removeDone();
        } catch (RuntimeException e) {
            // An exception would end the schedule.
            Log.errorf(e, "Traffic could not be reported, trying again at the next tick");
        }
    }

    private void report(RevisionMeter meter) {
        meter.sample(config.instance()).ifPresent(sample -> publish(meter, sample));
    }

    private void publish(RevisionMeter meter, TrafficSampled sample) {
        var _ =
                publisher
                        .send(sample)
                        .whenComplete((done, failure) -> {
                            meter.arrived();
                            if (failure != null) {
                                lost.increment();
                            }
                        });
    }
}
