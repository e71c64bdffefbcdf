package io.gantry.monitor.scale;

import io.gantry.autoscale.knative.Averages;
import io.gantry.autoscale.knative.Clamp;
import io.gantry.autoscale.knative.GoDuration;
import io.gantry.autoscale.knative.Kpa;
import io.gantry.monitor.signal.TrafficMeter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;

/// Tells decisions in sentences.
final class Reasons {

    private static final int DIGITS = 3;

    /// What is less and still something would be told as 0, which is no reason for a replica.
    private static final double LEAST = 0.001;

    private Reasons() {}

    /// What the autoscaler wants, told with its rule.
    static Proposal proposal(Kpa.Answer answer, Averages demand, RevisionPolicy policy) {
        String because =
                switch (answer.rule()) {
                    case STABLE_WINDOW ->
                            average(demand.stable(), "stable", policy.kpa().stableWindow(), policy);
                    case PANIC_WINDOW ->
                            average(demand.panic(), "panic", policy.panicWindow(), policy);
                    case PANIC_HOLD ->
                            "The largest number since demand rose suddenly holds until "
                                    + "it was calm for the stable window of "
                                    + of(policy.kpa().stableWindow());
                };
        Clamp clamp = answer.clamp();
        return new Proposal(
                answer.pods(),
                Ground.of(answer.rule(), because),
                clamp == null ? null : Ground.of(clamp, clamp.text()));
    }

    static String of(Proposal proposal, List<String> notes) {
        String sentence = proposal.sentence();
        return notes.isEmpty()
                ? sentence + "."
                : sentence + " (not followed: " + String.join("; ", notes) + ").";
    }

    /// What is there now, whatever the averages say.
    static Ground present(TrafficMeter.Reading reading) {
        return Ground.of(Ground.Rule.REQUESTS_PRESENT, words(reading));
    }

    private static String words(TrafficMeter.Reading reading) {
        return reading.queued() > 0
                ? "%s queued, %d in flight"
                        .formatted(requests(reading.queued()), reading.inFlight())
                : requests(reading.inFlight()) + " in flight";
    }

    /// What is there now and how many of it a replica is to have.
    static Ground present(TrafficMeter.Reading reading, RevisionPolicy policy) {
        return Ground.of(
                Ground.Rule.REQUESTS_PRESENT,
                "%s, at a target of %s a replica"
                        .formatted(words(reading), number(policy.kpa().target())));
    }

    private static String requests(int count) {
        return count == 1 ? "1 request" : count + " requests";
    }

    static String of(Duration duration) {
        return GoDuration.format(duration);
    }

    private static String average(
            double demand, String which, Duration window, RevisionPolicy policy) {
        return "%s %s on average over the %s window of %s, at a target of %s a replica"
                .formatted(
                        number(demand),
                        policy.metric().words(),
                        which,
                        of(window),
                        number(policy.kpa().target()));
    }

    static String number(double number) {
        if (number > 0 && number < LEAST) {
            return "less than " + LEAST;
        }
        return BigDecimal.valueOf(number)
                .setScale(DIGITS, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
