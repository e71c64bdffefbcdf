package io.gantry.monitor.alert;

import io.gantry.events.Severity;
import io.gantry.monitor.MonitorConfig;
import io.gantry.monitor.slo.Outcomes;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Judges what became of a service's requests.
///
/// @param window what the outcomes are of
record TrafficRules(
        MonitorConfig.ErrorRate errorRate, MonitorConfig.LatencyP99 latency, Duration window) {

    /// @param byRevision the outcomes within the window
    Finding errorRate(Map<String, Outcomes> byRevision) {
        Outcomes all = sum(byRevision);
        if (all.requests() < errorRate.minRequests()) {
            return tooFew(all);
        }
        String found =
                "%d of %d requests (%s) of the last %s were answered 5xx or broken off"
                        .formatted(
                                all.serverErrors(),
                                all.requests(),
                                Figures.percent(all.errorRate()),
                                Figures.seconds(window));
        String limit = Figures.percent(errorRate.threshold());
        return all.errorRate() > errorRate.threshold()
                ? new Finding.Firing(
                        Severity.CRITICAL,
                        "%s, more than %s%s"
                                .formatted(found, limit, worst(byRevision, Outcomes::errorRate)))
                : new Finding.Clear("%s, not more than %s".formatted(found, limit));
    }

    /// @param byRevision the outcomes within the window
    Finding latency(Map<String, Outcomes> byRevision) {
        Outcomes all = sum(byRevision);
        if (all.latency().total() < latency.minRequests()) {
            return tooFew(all);
        }
        String found =
                "The 99th percentile of %d requests of the last %s took %s"
                        .formatted(
                                all.latency().total(),
                                Figures.seconds(window),
                                Figures.seconds(all.p99Millis()));
        String limit = Figures.seconds(latency.threshold());
        return all.p99Millis() > latency.threshold().toMillis()
                ? new Finding.Firing(
                        Severity.WARNING,
                        "%s, more than %s%s"
                                .formatted(found, limit, worst(byRevision, Outcomes::p99Millis)))
                : new Finding.Clear("%s, not more than %s".formatted(found, limit));
    }

    private static Outcomes sum(Map<String, Outcomes> byRevision) {
        return byRevision.values().stream().reduce(Outcomes.NONE, Outcomes::plus);
    }

    private Finding tooFew(Outcomes all) {
        return new Finding.Clear(
                "Only %d requests ended within the last %s, too few to judge"
                        .formatted(all.requests(), Figures.seconds(window)));
    }

    private static String worst(
            Map<String, Outcomes> byRevision, ToDoubleFunction<Outcomes> badness) {
        return byRevision.entrySet().stream()
                .filter(entry -> entry.getValue().requests() > 0)
                .max(Comparator.comparingDouble(entry -> badness.applyAsDouble(entry.getValue())))
                .filter(entry -> byRevision.size() > 1)
                .map(entry -> "; worst is revision " + entry.getKey())
                .orElse("");
    }
}
