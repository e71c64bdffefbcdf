package io.gantry.proxy.forward;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Not ready from the moment the proxy was told to end, while it still answers.
@Readiness
@ApplicationScoped
class DrainCheck implements HealthCheck {

    private final Drain drain;

    DrainCheck(Drain drain) {
        this.drain = drain;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("not ending").status(!drain.begun()).build();
    }
}
