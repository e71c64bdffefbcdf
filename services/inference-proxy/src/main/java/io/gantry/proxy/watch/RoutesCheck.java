package io.gantry.proxy.watch;

import io.gantry.bus.CatchUp;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready once the routing table has what the topics said when the proxy started; a table that is
/// late later makes it no less ready.
@Readiness
@ApplicationScoped
class RoutesCheck implements HealthCheck {

    private final CatchUp catchUp;
    private final RouteWatch routes;
    private volatile boolean reached;

    RoutesCheck(CatchUp catchUp, RouteWatch routes) {
        this.catchUp = catchUp;
        this.routes = routes;
    }

    @Override
    public HealthCheckResponse call() {
        // In this order: what has been read is due before it counts as read.
        reached = reached || (catchUp.reached() && routes.upToDate());
        return HealthCheckResponse.named("routes known").status(reached).build();
    }
}
