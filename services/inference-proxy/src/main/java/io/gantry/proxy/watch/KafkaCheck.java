package io.gantry.proxy.watch;

import io.gantry.bus.EventPublisher;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/// Says when Kafka is away. The proxy is no less ready by that, for it serves by the last table;
/// but changes do not reach it, and nothing that sleeps is woken.
@Readiness
@ApplicationScoped
class KafkaCheck implements HealthCheck {

    private final EventPublisher publisher;

    KafkaCheck(EventPublisher publisher) {
        this.publisher = publisher;
    }

    void measure(@Observes StartupEvent event, MeterRegistry registry) {
        Gauge.builder("gantry.proxy.kafka.away", this, check -> check.awaySeconds())
                .description("For how long Kafka has taken nothing")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder check = HealthCheckResponse.named("kafka").up();
        publisher.awaySince().ifPresent(since -> check.withData("kafka", "away since " + since));
        return check.build();
    }

    private double awaySeconds() {
        return publisher
                .awaySince()
                .map(since -> Duration.between(since, Instant.now()).toMillis() / 1000.0)
                .orElse(0.0);
    }
}
