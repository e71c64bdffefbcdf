package io.gantry.proxy.watch;

import io.gantry.bus.CatchUp;
import jakarta.enterprise.context.ApplicationScoped;

/// Whether the routing table has what the topics said when the proxy started. It stays so; a table
/// that is late later makes the proxy no less ready.
@ApplicationScoped
public class RoutesKnown {

    private final CatchUp catchUp;
    private final RouteWatch routes;
    private volatile boolean reached;

    RoutesKnown(CatchUp catchUp, RouteWatch routes) {
        this.catchUp = catchUp;
        this.routes = routes;
    }

    public boolean reached() {
        // In this order: what has been read is due before it counts as read.
        reached = reached || (catchUp.reached() && routes.upToDate());
        return reached;
    }
}
