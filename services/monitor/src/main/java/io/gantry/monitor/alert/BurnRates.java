package io.gantry.monitor.alert;

import io.gantry.monitor.rule.Condition;
import io.gantry.monitor.slo.Indicator;
import io.gantry.monitor.slo.Indicator.Tally;
import io.gantry.monitor.slo.Measure;
import io.gantry.monitor.slo.ServiceLevels.Reading;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Judges how fast a service burns its error budget: over the long window, so that it matters, and
/// over the short one, so that it still goes on (Google's SRE Workbook, chapter 5).
///
/// The part of a window in which the monitor did not listen counts as if all had been well, so that
/// a few bad requests after its start are no bad three days. What would hold without that is
/// unclear, and so is all as long as next to nothing was heard.
record BurnRates(Condition.BurnRate rule, Function<Measure, Reading> levels) {

    Finding judge() {
        Optional<Condition.Windows> burning =
                rule.windows().stream().filter(windows -> burns(windows, true)).findFirst();
        if (burning.isPresent()) {
            return firing(burning.get());
        }
        boolean unclear =
                rule.windows().stream().anyMatch(windows -> burns(windows, false)) || tooLittle();
        return unclear ? new Finding.Unclear() : new Finding.Clear(this::clear);
    }

    /// Missing is not good: no alert is over because its monitor ended.
    private boolean tooLittle() {
        Reading recent = read(rule.windows().getFirst(), false);
        return recent.heardPart() < 1 && recent.all().requests() < rule.minBadRequests();
    }

    private boolean burns(Condition.Windows windows, boolean unheardIsGood) {
        Reading longReading = read(windows, true);
        return longReading.all().bad() >= rule.minBadRequests()
                && rate(longReading, unheardIsGood) >= windows.burnRate()
                && rate(read(windows, false), unheardIsGood) >= windows.burnRate();
    }

    /// How many times as fast as the objective allows.
    private double rate(Reading reading, boolean unheardIsGood) {
        double heard = unheardIsGood ? reading.heardPart() : 1;
        return reading.all().badPart() * heard / (1 - rule.objective());
    }

    private Finding.Firing firing(Condition.Windows windows) {
        Reading longReading = read(windows, true);
        Reading shortReading = read(windows, false);
        Optional<String> worst = worst(shortReading);
        String sentence =
                "%s of %d requests of the last %s and %s of the last %s %s, %s times what the objective of %s allows%s"
                        .formatted(
                                Figures.percent(longReading.all().badPart()),
                                longReading.all().requests(),
                                Figures.window(windows.longWindow()),
                                Figures.percent(shortReading.all().badPart()),
                                Figures.window(windows.shortWindow()),
                                words(),
                                Figures.number(rate(longReading, false)),
                                Figures.percent(rule.objective()),
                                worst.filter(_ -> shortReading.byRevision().size() > 1)
                                        .map("; worst is revision "::concat)
                                        .orElse(""));
        return new Finding.Firing(sentence, Map.of(), worst.orElse(""));
    }

    private String clear() {
        Condition.Windows first = rule.windows().getFirst();
        Tally recent = read(first, false).all();
        return "%s of %d requests of the last %s %s, the objective of %s is kept"
                .formatted(
                        Figures.percent(recent.badPart()),
                        recent.requests(),
                        Figures.window(first.shortWindow()),
                        words(),
                        Figures.percent(rule.objective()));
    }

    private String words() {
        return switch (rule.indicator()) {
            case Indicator.Availability _ -> "were answered 5xx or broken off";
            case Indicator.Latency latency ->
                    "took longer than " + Figures.seconds(latency.target());
        };
    }

    private static Optional<String> worst(Reading reading) {
        return reading.byRevision().entrySet().stream()
                .filter(entry -> entry.getValue().bad() > 0)
                .max(Comparator.comparingLong(entry -> entry.getValue().bad()))
                .map(Map.Entry::getKey);
    }

    private Reading read(Condition.Windows windows, boolean longOne) {
        return levels.apply(
                new Measure(
                        rule.indicator(), longOne ? windows.longWindow() : windows.shortWindow()));
    }
}
