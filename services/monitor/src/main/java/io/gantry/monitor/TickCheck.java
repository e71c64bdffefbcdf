package io.gantry.monitor;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
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

    TickCheck(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    public HealthCheckResponse call() {
        Instant now = time.instant();
        var response = HealthCheckResponse.named("decisions are made and alerts judged");
        ticker.ticks().stream()
                .filter(tick -> late(tick, now))
                .forEach(tick -> response.withData(tick.what(), "last at " + tick.last()));
        return response.status(ticker.ticks().stream().noneMatch(tick -> late(tick, now))).build();
    }

    private static boolean late(Ticker.Tick tick, Instant now) {
        Duration patience = tick.interval().multipliedBy(TICKS_MISSED);
        return tick.last().plus(patience.compareTo(LEAST) > 0 ? patience : LEAST).isBefore(now);
    }
}
