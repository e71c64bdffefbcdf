package io.gantry.monitor.slo;

import io.gantry.events.TrafficSampled;
import io.gantry.monitor.slo.Indicator.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What became of one revision's requests, by all that is measured. A sample that is not newer than
/// its proxy's last changes nothing. A proxy of which none was taken for a minute is new, so that
/// one whose clock was ahead and was set back counts again. Not safe for use by several threads at
/// once.
final class RevisionOutcomes {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Map<String, Last> lastByProxy = new HashMap<>();
    private final Map<Indicator, Map<Duration, SlidingTally>> tallies = new HashMap<>();

    /// Begins what is to be measured from now on and ends what is not.
    void follow(Set<Measure> measures) {
        tallies.forEach((indicator, windows) ->
                windows.keySet()
                        .removeIf(window -> !measures.contains(new Measure(indicator, window))));
        measures.forEach(measure ->
                tallies.computeIfAbsent(measure.indicator(), _ -> new HashMap<>())
                        .computeIfAbsent(measure.window(), SlidingTally::new));
        tallies.values().removeIf(Map::isEmpty);
    }

    void record(TrafficSampled sample, Instant now) {
        Last last = lastByProxy.get(sample.proxy());
        boolean duplicate =
                last != null
                        && !sample.at().isAfter(last.at())
                        && last.takenAt().isAfter(now.minus(PATIENCE));
        if (duplicate) {
            return;
        }
        lastByProxy.put(sample.proxy(), new Last(sample.at(), now));
        Instant at = sample.at().isAfter(now) ? now : sample.at();
        tallies.forEach((indicator, windows) -> {
            Tally tally = indicator.of(sample);
            windows.values().forEach(each -> each.add(tally, at, now));
        });
    }

    Tally read(Measure measure, Instant now) {
        SlidingTally tally =
                tallies.getOrDefault(measure.indicator(), Map.of()).get(measure.window());
        return tally == null ? Tally.NONE : tally.read(now);
    }

    /// True when no proxy speaks of it any more and nothing is within a window.
    boolean abandoned(Instant now) {
        lastByProxy.values().removeIf(last -> last.takenAt().isBefore(now.minus(PATIENCE)));
        return lastByProxy.isEmpty()
                && tallies.values().stream()
                        .flatMap(windows -> windows.values().stream())
                        .allMatch(tally -> tally.read(now).requests() == 0);
    }

    /// A proxy's last sample: when it says it was taken, and when it came.
    private record Last(Instant at, Instant takenAt) {}
}
