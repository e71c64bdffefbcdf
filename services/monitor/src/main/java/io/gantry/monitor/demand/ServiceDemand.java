package io.gantry.monitor.demand;

import io.gantry.autoscale.llm.DayPattern;
import io.gantry.autoscale.llm.QuarterMean;
import io.gantry.events.DemandEvent;
import io.gantry.events.DemandForgotten;
import io.gantry.events.DemandLearned;
import io.gantry.monitor.listen.Tenure;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is remembered of one service's demand, and what was measured since. Not safe for use by
/// several threads at once.
final class ServiceDemand {

    private final Map<String, Measured> latest = new HashMap<>();
    private DayPattern pattern = DayPattern.NONE;
    private long generation;
    private boolean asked;
    private double carries;
    private @Nullable Tenure tenure;
    private @Nullable QuarterMean quarter;

    DayPattern pattern() {
        return pattern;
    }

    /// True when tokens were ever asked for, now or on other days.
    boolean asked() {
        return asked || pattern.anyDemand();
    }

    /// True when the topic has something of it.
    boolean told() {
        return generation > 0 && pattern.anyDemand();
    }

    /// Takes in what was read from the topic, or is published there; what is older changes nothing.
    void accept(DemandEvent event) {
        if (event.generation() <= generation) {
            return;
        }
        generation = event.generation();
        asked = asked && !event.removal();
        pattern =
                switch (event) {
                    case DemandLearned learned ->
                            DayPattern.of(
                                    learned.since(),
                                    learned.tokensPerSecond(),
                                    learned.tokensPerReplica());
                    case DemandForgotten _ -> DayPattern.NONE;
                };
    }

    void note(String revision, Measured measured) {
        latest.put(revision, measured);
        asked = asked || measured.demand() > 0;
    }

    /// Forgets what was measured since the last look, while nobody knows whose the service is.
    void skip() {
        latest.clear();
    }

    /// Adds up what was measured since the last look.
    ///
    /// @param now of this monitor's; what another one measured of the quarter is not known
    /// @return the pattern with the last quarter, when it is over; null while it is not
    @Nullable DayPattern look(Tenure current, Instant now) {
        if (quarter == null || current != tenure) {
            quarter = QuarterMean.start(now);
            tenure = current;
        }
        DayPattern learned = null;
        if (quarter.over(now)) {
            learned = pattern.with(quarter, carries);
            quarter = quarter.next(now);
        }
        if (!latest.isEmpty()) {
            quarter =
                    quarter.with(now, latest.values().stream().mapToDouble(Measured::demand).sum());
            carries =
                    latest.values().stream()
                            .max(Comparator.comparingDouble(Measured::demand))
                            .map(Measured::carries)
                            .orElse(0.0);
        }
        latest.clear();
        return learned;
    }
}
