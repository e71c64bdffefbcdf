package io.gantry.monitor.listen;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Shares without Kafka.
public final class Shares {

    private Shares() {}

    /// Of a monitor that is alone.
    public static Share whole(Instant since) {
        Share share = new Share(new SimpleMeterRegistry());
        begin(share, since);
        return share;
    }

    /// Gives all of it to this monitor, as Kafka does.
    public static void begin(Share share, Instant since) {
        share.assigned(Map.of(0, 0L), 1, new Share.Member("group", "member"), since);
        share.tenures().forEach(Tenure::settle);
        share.confirm(true, System.nanoTime());
    }

    /// Takes all of it away.
    public static void end(Share share) {
        share.revoked(List.of(0));
    }
}
