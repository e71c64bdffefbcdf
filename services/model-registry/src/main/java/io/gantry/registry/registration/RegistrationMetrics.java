package io.gantry.registry.registration;

import io.gantry.events.RegistrationAccepted;
import io.gantry.events.RegistrationRejected;
import io.gantry.events.RegistrationResult;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/// What became of registrations.
@ApplicationScoped
class RegistrationMetrics {

    private static final String ANSWERED = "gantry.registry.registrations";
    private static final String RETRIED = "gantry.registry.registrations.retried";

    private final MeterRegistry metrics;

    RegistrationMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
        // There from the start, so that an alert on their increase sees the first one, too.
        metrics.counter(ANSWERED, "outcome", "accepted");
        metrics.counter(ANSWERED, "outcome", "rejected");
        metrics.counter(ANSWERED, "outcome", "dead-lettered");
        metrics.counter(RETRIED);
    }

    void answered(RegistrationResult result) {
        String outcome =
                switch (result) {
                    case RegistrationAccepted _ -> "accepted";
                    case RegistrationRejected _ -> "rejected";
                };
        metrics.counter(ANSWERED, "outcome", outcome).increment();
    }

    void deadLettered() {
        metrics.counter(ANSWERED, "outcome", "dead-lettered").increment();
    }

    void retried() {
        metrics.counter(RETRIED).increment();
    }
}
