package io.gantry.monitor.signal;

import io.gantry.autoscale.knative.Aggregation;
import io.gantry.autoscale.knative.Averages;
import io.gantry.autoscale.knative.Window;
import io.gantry.events.TrafficSampled;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Measures the demand on one revision from the samples of all proxies.
///
/// A proxy's samples come in order; one that is not newer than the last is a duplicate or a replay
/// and changes nothing, and so does one that is older than the stable window. Between samples a
/// proxy is *closed* when its last one left nothing in flight or queued: its traffic is zero until
/// it says otherwise. Else it is *open*, and *silent* when it has not been heard for a few seconds:
/// its traffic is unknown, until it is taken for gone after a stable window. Not safe for use by
/// several threads at once.
public final class TrafficMeter {

    /// Samples come every second while there is traffic.
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private static final double SECOND_MILLIS = 1000;

    private final ScaleMetric metric;
    private final Aggregation aggregation;
    private final Map<String, LastSample> proxies = new HashMap<>();
    private Window stable;
    private Window panic;

    public TrafficMeter(Measuring measuring) {
        this.metric = measuring.metric();
        this.aggregation = measuring.aggregation();
        this.stable = new Window((int) measuring.stable().toSeconds(), aggregation);
        this.panic = new Window((int) measuring.panic().toSeconds(), aggregation);
    }

    /// Changes the windows' lengths and keeps what they hold.
    ///
    /// @return false, and nothing has changed, when what was measured is of no use for that
    public boolean adapt(Measuring measuring) {
        boolean same =
                stable.seconds() == measuring.stable().toSeconds()
                        && panic.seconds() == measuring.panic().toSeconds();
        if (metric != measuring.metric() || aggregation != measuring.aggregation()) {
            return false;
        }
        if (!same && aggregation == Aggregation.WEIGHTED_EXPONENTIAL) {
            return false;
        }
        stable = stable.resized((int) measuring.stable().toSeconds());
        panic = panic.resized((int) measuring.panic().toSeconds());
        return true;
    }

    /// Takes in a sample.
    public Acceptance accept(TrafficSampled sample, Instant now) {
        LastSample before = proxies.get(sample.proxy());
        if (before != null && !sample.at().isAfter(before.at())) {
            return Acceptance.DUPLICATE;
        }
        if (sample.at().isBefore(now.minusSeconds(stable.seconds()))) {
            return Acceptance.TOO_OLD;
        }
        Instant start = sample.at().minusMillis(Math.max(0, sample.windowMillis()));
        if (before != null && before.at().isAfter(start)) {
            start = before.at();
        }
        Instant end = sample.at().isAfter(now) ? now : sample.at();
        spread(sample, end, Duration.between(start, sample.at()));
        proxies.put(sample.proxy(), new LastSample(sample, now));
        return Acceptance.TAKEN;
    }

    /// What is known at a time.
    ///
    /// @param heardSince since when without a gap the monitor has heard everything that was said
    public Reading read(Instant now, Instant heardSince) {
        Duration gone = Duration.ofSeconds(stable.seconds());
        proxies.values()
                .removeIf(last ->
                        last.silentFor(now, heardSince)
                                        .compareTo(last.open() ? gone : gone.multipliedBy(2))
                                >= 0);
        Optional<LastSample> silent =
                proxies.values().stream()
                        .filter(last ->
                                last.open()
                                        && last.silentFor(now, Instant.MIN).compareTo(SILENCE) > 0)
                        .findFirst();
        boolean open = proxies.values().stream().anyMatch(LastSample::open);
        if (!open) {
            record(now.getEpochSecond() - 1, 0);
        }
        return new Reading(
                new Averages(
                        stable.average(now.getEpochSecond()), panic.average(now.getEpochSecond())),
                proxies.values().stream().mapToInt(last -> last.sample().inFlight()).sum(),
                proxies.values().stream().mapToInt(last -> last.sample().queued()).sum(),
                silent.map(last -> last.sample().proxy()));
    }

    /// Puts the sample's amount into the second in whose middle its window lies, or evenly into the
    /// seconds of a longer window. So a sample each second fills each second, wherever within the
    /// second it is taken.
    private void spread(TrafficSampled sample, Instant end, Duration length) {
        double amount = metric.amount(sample, length);
        int parts = Math.clamp(Math.round(length.toMillis() / SECOND_MILLIS), 1, stable.seconds());
        Duration part = length.dividedBy(parts);
        for (int i = 0; i < parts; i++) {
            Instant middle = end.minus(part.multipliedBy(i)).minus(part.dividedBy(2));
            record(middle.getEpochSecond(), amount / parts);
        }
    }

    private void record(long second, double value) {
        stable.record(second, value);
        panic.record(second, value);
    }

    /// What is measured, and how it is averaged.
    ///
    /// @param stable length of the long window
    /// @param panic length of the short one
    public record Measuring(
            ScaleMetric metric, Aggregation aggregation, Duration stable, Duration panic) {}

    /// What became of a sample.
    public enum Acceptance {
        TAKEN,
        /// Not newer than the proxy's last one.
        DUPLICATE,
        /// Older than the stable window: a replay, or the proxy's clock is far behind.
        TOO_OLD
    }

    /// @param averages of the meter's metric
    /// @param inFlight requests being served, as last heard
    /// @param queued requests waiting for a ready replica, as last heard
    /// @param silentProxy a proxy that was serving requests and is not heard of any more
    public record Reading(
            Averages averages, int inFlight, int queued, Optional<String> silentProxy) {}

    private record LastSample(TrafficSampled sample, Instant receivedAt) {

        Instant at() {
            return sample.at();
        }

        boolean open() {
            return sample.inFlight() > 0 || sample.queued() > 0;
        }

        Duration silentFor(Instant now, Instant heardSince) {
            return Duration.between(receivedAt.isAfter(heardSince) ? receivedAt : heardSince, now);
        }
    }
}
