package io.gantry.proxy.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// Counts requests that were given to another proxy, which counts them for their models.
@Singleton
public class PeerMeters {

    private final Map<End, Counter> relayed = new EnumMap<>(End.class);

    PeerMeters(MeterRegistry registry) {
        for (End end : End.values()) {
            relayed.put(
                    end,
                    Counter.builder("gantry.proxy.relayed")
                            .description("Requests given to another proxy, by how that ended")
                            .tag("outcome", end.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    public void relayed(End end) {
        Counter counter = relayed.get(end);
        if (counter != null) {
            counter.increment();
        }
    }

    /// How it ended.
    public enum End {
        /// With the other proxy's answer, whatever that was.
        ANSWERED,
        /// In the middle of the answer.
        BROKEN_OFF,
        /// Without one, for the client went away.
        CLIENT_GONE,
        /// Without one, for the other proxy was lost, or took too long.
        FAILED,
        /// None of the others could be reached, so this proxy admitted it.
        ADMITTED_HERE
    }
}
