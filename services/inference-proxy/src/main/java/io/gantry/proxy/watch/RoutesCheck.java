package io.gantry.proxy.watch;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready once the routes are known.
@Readiness
@ApplicationScoped
class RoutesCheck implements HealthCheck {

    private final RoutesKnown routes;

    RoutesCheck(RoutesKnown routes) {
        this.routes = routes;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("routes known").status(routes.reached()).build();
    }
}
