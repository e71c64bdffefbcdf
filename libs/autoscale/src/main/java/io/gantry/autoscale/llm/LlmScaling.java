package io.gantry.autoscale.llm;

import io.gantry.autoscale.knative.MaxWindow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// The autoscaler for language models: its decision as a pure function.
///
/// What a replica carries depends on model, hardware and requests, so it is learned: see
/// [Capacity]. Replicas are the tokens that are asked for by what one carries; more, when requests
/// wait, when the KV caches are full, or when the trend or other days ([DayPattern]) say so before
/// a new replica could be ready. Replicas come at once and go late: only what was not wanted for
/// twice the time that it takes to get one back goes, and never for want of data.
public final class LlmScaling {

    /// Over what time rates are taken: long enough for tens of requests, short beside a cold start.
    static final Duration SPAN = Duration.ofSeconds(30);

    /// While requests wait too long, or nothing is known yet, so short a time is looked at.
    static final Duration NEAR = Duration.ofSeconds(10);

    /// Waiting times behind one server spread exponentially, so that a mean of a fifth of the limit
    /// keeps 99 of 100 requests within it: exp(-5) is 0.7 %.
    static final double MEAN_OF_LIMIT = 0.2;

    /// A replica is kept for so many times what it takes to get one back.
    private static final int HOLD_COLD_STARTS = 2;

    private static final Duration LEAST_HOLD = Duration.ofMinutes(2);
    private static final Duration MOST_HOLD = Duration.ofMinutes(10);

    /// The wanted numbers are kept by this, which is how often the monitor decides.
    private static final Duration BUCKET = Duration.ofSeconds(2);

    private static final double NANOS = 1e9;

    private LlmScaling() {}

    /// @param last what was decided before
    /// @param now with at least one replica ready
    public static Result decide(LlmSpec spec, LlmState state, int last, LlmSignals now) {
        double elapsed =
                state.looks().isEmpty()
                        ? 0
                        : seconds(Duration.between(state.looks().getLast().at(), now.at()));
        LlmState seen = state.with(now);
        Sight sight = Sight.of(seen.looks(), SPAN, now.at());
        Sight near = Sight.of(seen.looks(), NEAR, now.at());
        Capacity capacity = capacity(spec, seen, new Sights(sight, near), elapsed);
        boolean enough = near.seconds() >= seconds(NEAR) - elapsed;
        Want want =
                new Wants(spec, sight, near, Trend.of(seen.looks()), usual(spec, seen, sight))
                        .largest(enough ? capacity.guessed(near) : capacity);
        MaxWindow wanted =
                seen.wanted().with(now.at(), want.enough(), new MaxWindow.Span(hold(spec), BUCKET));
        LlmState next = seen.with(capacity, wanted);
        return new Result(
                clamped(spec, next, last, now, new Answer(want, wanted.max(), sight.idle())),
                inputs(sight, capacity, want),
                sight.seconds() >= seconds(SPAN) - elapsed
                        ? OptionalDouble.of(sight.demand())
                        : OptionalDouble.empty(),
                next);
    }

    private static Usual.Expected usual(LlmSpec spec, LlmState seen, Sight sight) {
        return seen.usual().expected(seen.looks().getLast().at(), spec.coldStart(), sight.demand());
    }

    /// How long a replica that is not wanted is kept.
    static Duration hold(LlmSpec spec) {
        Duration hold = spec.coldStart().multipliedBy(HOLD_COLD_STARTS);
        if (hold.compareTo(LEAST_HOLD) < 0) {
            return LEAST_HOLD;
        }
        return hold.compareTo(MOST_HOLD) > 0 ? MOST_HOLD : hold;
    }

    /// How long requests may wait on average, in seconds.
    static double waitLimit(LlmSpec spec) {
        return seconds(spec.firstToken()) * MEAN_OF_LIMIT;
    }

    private static Capacity capacity(LlmSpec spec, LlmState seen, Sights sights, double elapsed) {
        if (spec.tokens().isPresent()) {
            return new Capacity(spec.tokens().getAsDouble(), 0, 0, 0);
        }
        Sight sight = sights.sight();
        boolean whole = sight.seconds() >= seconds(SPAN) - elapsed;
        boolean known = seen.looks().getLast().unknown() == 0;
        return whole && known
                ? seen.capacity().learned(sight, sights.near(), waitLimit(spec), elapsed)
                : seen.capacity();
    }

    private static Decided clamped(
            LlmSpec spec, LlmState seen, int last, LlmSignals now, Answer answer) {
        int ready = Math.max(1, now.ready());
        Want want = answer.want();
        int most = (int) Math.ceil(ready * spec.maxScaleUpRate());
        if (want.least() > most && most >= last) {
            return new Decided(most, want.rule(), LlmClamp.SCALE_UP_RATE);
        }
        if (want.least() >= last) {
            return new Decided(want.least(), want.rule(), null);
        }
        if (!seen.capacity().known() && !answer.idle()) {
            return new Decided(last, LlmRule.AS_IT_IS, null);
        }
        if (now.unknown() > 0) {
            return new Decided(last, want.rule(), LlmClamp.UNKNOWN_REPLICAS);
        }
        if (now.at().isBefore(seen.since().plus(hold(spec)))) {
            return new Decided(last, want.rule(), LlmClamp.SHORT_MEMORY);
        }
        int least = (int) Math.floor(last / spec.maxScaleDownRate());
        int down = Math.min(last, Math.max(answer.ofLate(), least));
        if (down == want.least()) {
            return new Decided(down, want.rule(), null);
        }
        return new Decided(
                down,
                want.rule(),
                answer.ofLate() >= least ? LlmClamp.WANTED_OF_LATE : LlmClamp.SCALE_DOWN_RATE);
    }

    private static Map<String, Double> inputs(Sight sight, Capacity capacity, Want want) {
        Map<String, Double> inputs = new LinkedHashMap<>();
        inputs.put("tokensPerSecond", sight.tokens());
        inputs.put("tokensAsked", want.demand());
        inputs.put("tokensPerReplica", capacity.safe());
        inputs.put("waiting", sight.ahead());
        if (Double.isFinite(sight.waitSeconds())) {
            inputs.put("waitSeconds", sight.waitSeconds());
        }
        inputs.put("kvUse", sight.kvUse());
        sight.firstTokenSeconds().ifPresent(ttft -> inputs.put("firstTokenSeconds", ttft));
        return inputs;
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }

    private record Sights(Sight sight, Sight near) {}

    private record Answer(Want want, int ofLate, boolean idle) {}

    /// @param clamp what kept the rule's number from being the decision; null when nothing did
    public record Decided(int replicas, LlmRule rule, @Nullable LlmClamp clamp) {}

    /// @param inputs the figures that went into it, by name
    /// @param demand tokens a second that are asked for now; empty before it was looked at for half
    ///   a minute
    /// @param state to be given to the next decision
    public record Result(
            Decided decided, Map<String, Double> inputs, OptionalDouble demand, LlmState state) {

        /// Tokens a second that one replica was seen to carry; 0 while that is not known.
        public double carries() {
            return state.capacity().safe();
        }
    }
}
