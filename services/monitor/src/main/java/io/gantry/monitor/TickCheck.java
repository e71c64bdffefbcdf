package io.gantry.monitor;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/// Alive while the ticks come.
@Liveness
@ApplicationScoped
class TickCheck implements HealthCheck {

    private static final int TICKS_MISSED = 10;

    /// A tick over many revisions takes its time on a machine that has much else to do.
    private static final Duration LEAST = Duration.ofSeconds(60);

    private final InstantSource time = InstantSource.system();
    private final Ticker ticker;
    private final MonitorConfig config;

    TickCheck(Ticker ticker, MonitorConfig config) {
        this.ticker = ticker;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        Duration patience = config.tick().multipliedBy(TICKS_MISSED);
        Duration since = Duration.between(ticker.lastTick(), time.instant());
        return HealthCheckResponse.named("decisions are made")
                .status(since.compareTo(patience.compareTo(LEAST) > 0 ? patience : LEAST) <= 0)
                .build();
    }
}
