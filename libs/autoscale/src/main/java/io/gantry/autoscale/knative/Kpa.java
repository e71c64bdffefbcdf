package io.gantry.autoscale.knative;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Knative's pod autoscaler (KPA): its decision as a pure function.
///
/// Replicas are the demand by the target, over the stable window or, while demand doubles faster
/// than that can see, over the panic window; and they change no faster than the rates allow. What
/// comes after it (bounds, initial scale, scaling to zero) is [RevisionScaler]'s.
public final class Kpa {

    /// Knative counts the scale-down delay in ticks.
    public static final Duration DELAY_BUCKET = Duration.ofSeconds(2);

    private Kpa() {}

    /// @param ready replicas that are ready
    public static Result decide(
            KpaSpec spec, KpaState state, Averages demand, int ready, Instant now) {
        double pods = Math.max(1, ready);
        double wantedStable = Math.ceil(demand.stable() / spec.target());
        double wantedPanic = Math.ceil(demand.panic() / spec.target());
        Limited stable = Limited.of(spec, wantedStable, pods);
        Limited panic = Limited.of(spec, wantedPanic, pods);
        KpaState next = panicked(spec, state, wantedPanic / pods, now);
        Answer answer = new Answer(stable.pods(), Rule.STABLE_WINDOW, stable.clamp());
        if (next.panicking()) {
            answer = panicAnswer(answer, panic, next.maxPanicPods());
            next = new KpaState(next.overThresholdAt(), answer.pods(), next.delayed());
        }
        MaxWindow delayed = delayed(spec, next.delayed(), answer.pods(), now);
        if (spec.reachable() && delayed.max() > answer.pods()) {
            answer = new Answer(delayed.max(), answer.rule(), Clamp.SCALE_DOWN_DELAY);
        }
        return new Result(
                answer,
                excessBurstCapacity(spec, ready, demand.panic()),
                new KpaState(next.overThresholdAt(), next.maxPanicPods(), delayed));
    }

    private static KpaState panicked(KpaSpec spec, KpaState state, double ratio, Instant now) {
        if (ratio >= spec.panicThreshold()) {
            return new KpaState(now, state.maxPanicPods(), state.delayed());
        }
        Instant since = state.overThresholdAt();
        boolean over = since != null && since.plus(spec.stableWindow()).isBefore(now);
        return over ? new KpaState(null, 0, state.delayed()) : state;
    }

    private static Answer panicAnswer(Answer stable, Limited panic, int largest) {
        Answer answer =
                panic.pods() > stable.pods()
                        ? new Answer(panic.pods(), Rule.PANIC_WINDOW, panic.clamp())
                        : stable;
        return answer.pods() < largest ? new Answer(largest, Rule.PANIC_HOLD, null) : answer;
    }

    private static MaxWindow delayed(KpaSpec spec, MaxWindow before, int pods, Instant now) {
        if (spec.scaleDownDelay().isZero()) {
            return MaxWindow.EMPTY;
        }
        if (!spec.reachable()) {
            return before;
        }
        return before.with(now, pods, new MaxWindow.Span(spec.scaleDownDelay(), DELAY_BUCKET));
    }

    private static int excessBurstCapacity(KpaSpec spec, int ready, double panicDemand) {
        if (spec.targetBurstCapacity() == 0) {
            return 0;
        }
        if (spec.targetBurstCapacity() < 0) {
            return -1;
        }
        return (int) Math.floor(ready * spec.total() - spec.targetBurstCapacity() - panicDemand);
    }

    /// A wanted number within what the rates and the activation scale allow.
    private record Limited(int pods, @Nullable Clamp clamp) {

        static Limited of(KpaSpec spec, double wanted, double pods) {
            double most = Math.ceil(spec.maxScaleUpRate() * pods);
            double least = spec.reachable() ? Math.floor(pods / spec.maxScaleDownRate()) : 0;
            Limited limited = new Limited((int) wanted, null);
            if (wanted < least) {
                limited = new Limited((int) least, Clamp.SCALE_DOWN_RATE);
            }
            if (limited.pods() > most) {
                limited = new Limited((int) most, Clamp.SCALE_UP_RATE);
            }
            if (spec.activationScale() > 1
                    && wanted > 0
                    && spec.activationScale() > limited.pods()) {
                limited = new Limited(spec.activationScale(), Clamp.ACTIVATION_SCALE);
            }
            return limited;
        }
    }

    /// @param clamp what kept the rule's number from being the answer; null when nothing did
    public record Answer(int pods, Rule rule, @Nullable Clamp clamp) {}

    /// @param excessBurstCapacity what the ready replicas could take beyond the burst to be ready
    ///   for; negative when that is too little
    /// @param state to be given to the next decision
    public record Result(Answer answer, int excessBurstCapacity, KpaState state) {}
}
