package io.gantry.bus;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready once the service has its state back from its topics.
@Readiness
@ApplicationScoped
class CatchUpCheck implements HealthCheck {

    private final CatchUp catchUp;

    CatchUpCheck(CatchUp catchUp) {
        this.catchUp = catchUp;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("state read from topics")
                .status(catchUp.reached())
                .build();
    }
}
