package io.gantry.autoscale.llm;

import java.util.stream.Stream;

/// What each rule wants, of one look.
///
/// @param sight what the last half a minute comes to
/// @param near the same of the last seconds
/// @param usual what other days make expect
record Wants(LlmSpec spec, Sight sight, Sight near, Trend trend, Usual.Expected usual) {

    /// A backlog that is too long is to be worked off within the time that a replica takes to come
    /// and this many seconds.
    private static final double WORK_OFF = 30;

    /// The first of the largest, so that the plainest reason is told.
    Want largest(Capacity capacity) {
        double demand = demand();
        double coldStart = LlmScaling.seconds(spec.coldStart());
        double soon = demand + trend.growth(coldStart, sight.demand());
        return Stream.of(
                        tokens(soon, capacity, LlmRule.TREND),
                        usual(capacity),
                        queue(demand),
                        kv(demand),
                        firstToken(demand))
                .filter(want -> counts(want.rule()))
                .reduce(
                        tokens(demand, capacity, LlmRule.TOKENS),
                        (one, other) -> other.least() > one.least() ? other : one);
    }

    /// Tokens count whatever else does, because nothing else says how many replicas are enough.
    private boolean counts(LlmRule rule) {
        return switch (rule) {
            case AS_IT_IS, TOKENS, TREND, PATTERN -> true;
            case QUEUE -> spec.metrics().contains(LlmMetric.QUEUE);
            case KV -> spec.metrics().contains(LlmMetric.KV);
            case TTFT -> spec.metrics().contains(LlmMetric.TTFT);
        };
    }

    /// Tokens a second to be done. While requests wait too long, a rise of the last seconds counts
    /// at once, and so does what is to be worked off.
    private double demand() {
        if (!late()) {
            return sight.demand();
        }
        double usual = LlmScaling.waitLimit(spec) * near.firstTokens();
        double tooMuch = Math.max(0, near.ahead() - usual) * near.tokensPerRequest();
        return Math.max(near.demand(), sight.demand())
                + tooMuch / (LlmScaling.seconds(spec.coldStart()) + WORK_OFF);
    }

    private boolean late() {
        return near.late(LlmScaling.waitLimit(spec));
    }

    /// What the demand takes; nothing, while nobody knows what one replica carries.
    private static Want tokens(double demand, Capacity capacity, LlmRule rule) {
        return capacity.known()
                ? new Want(demand / capacity.safe(), rule, demand)
                : new Want(0, LlmRule.AS_IT_IS, demand);
    }

    /// What a replica carried on busy days, where that is known: a quiet night has taught little.
    private Want usual(Capacity capacity) {
        boolean learned = spec.tokens().isEmpty() && usual.carries() > 0;
        double carries = learned ? usual.carries() : capacity.safe();
        return usual.rise() && carries > 0
                ? new Want(usual.demand() / carries, LlmRule.PATTERN, usual.demand())
                : new Want(0, LlmRule.AS_IT_IS, usual.demand());
    }

    private Want queue(double demand) {
        boolean tooMany =
                spec.waiting().isPresent()
                        ? near.ahead() > spec.waiting().getAsDouble() * near.ready()
                        : late();
        return more(tooMany, LlmRule.QUEUE, demand);
    }

    private Want kv(double demand) {
        return new Want(sight.ready() * sight.kvUse() / spec.kvUse(), LlmRule.KV, demand);
    }

    /// Where nothing waits, another replica makes no answer come sooner.
    private Want firstToken(double demand) {
        double limit = LlmScaling.seconds(spec.firstToken());
        boolean tooLong = sight.firstTokenSeconds().orElse(0) > limit;
        return more(tooLong && sight.ahead() >= 1, LlmRule.TTFT, demand);
    }

    private Want more(boolean needed, LlmRule rule, double demand) {
        return new Want(needed ? Math.floor(near.ready()) + 1 : 0, rule, demand);
    }
}
