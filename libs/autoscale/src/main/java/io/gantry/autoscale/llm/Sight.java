package io.gantry.autoscale.llm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/// What the looks of some time come to.
///
/// @param seconds from the first look to the last
/// @param ready replicas, averaged
/// @param steady true when their number did not change
/// @param tokens done a second
/// @param firstTokens requests a second that got their first token
/// @param firstTokenSeconds mean time to first token; empty when there was none
/// @param ahead requests that wait wherever the next one goes, of all replicas, averaged
/// @param waiting requests that wait anywhere, averaged
/// @param growth of all that wait, in requests a second
/// @param queuedShare part of the looks that found a request waiting at each replica
/// @param kvUse share of the KV caches in use, averaged
record Sight(
        double seconds,
        double ready,
        boolean steady,
        double tokens,
        double firstTokens,
        OptionalDouble firstTokenSeconds,
        double ahead,
        double waiting,
        double growth,
        double queuedShare,
        double kvUse) {

    private static final double NANOS = 1e9;

    private static final Sight NOTHING =
            new Sight(0, 0, false, 0, 0, OptionalDouble.empty(), 0, 0, 0, 0, 0);

    /// @param looks the oldest first
    /// @return nothing at all when no look was made in that time
    static Sight of(List<LlmSignals> looks, Duration span, Instant end) {
        List<LlmSignals> seen =
                looks.stream()
                        .filter(look -> !look.at().isBefore(end.minus(span)))
                        .filter(look -> !look.at().isAfter(end))
                        .toList();
        if (seen.isEmpty()) {
            return NOTHING;
        }
        LlmSignals first = seen.getFirst();
        LlmSignals last = seen.getLast();
        double seconds = Duration.between(first.at(), last.at()).toNanos() / NANOS;
        double began = last.done().firstTokens() - first.done().firstTokens();
        double waited = last.done().firstTokenSeconds() - first.done().firstTokenSeconds();
        return new Sight(
                seconds,
                mean(seen, LlmSignals::ready),
                seen.stream().allMatch(look -> look.ready() == last.ready()),
                rate(last.done().tokens() - first.done().tokens(), seconds),
                rate(began, seconds),
                began > 0 ? OptionalDouble.of(waited / began) : OptionalDouble.empty(),
                mean(seen, LlmSignals::ahead),
                mean(seen, LlmSignals::backlog),
                rate(last.backlog() - first.backlog(), seconds),
                mean(seen, look -> look.shortest() >= 1 ? 1 : 0),
                mean(seen, LlmSignals::kvUse));
    }

    /// True when the next request waits for longer than it may, in seconds.
    boolean late(double limit) {
        return waitSeconds() > limit && ahead >= 1;
    }

    /// True when nothing was done and nothing waits.
    boolean idle() {
        return tokens == 0 && ahead == 0;
    }

    /// Tokens a second that one replica does.
    double tokensPerReplica() {
        return tokens / Math.max(1, ready);
    }

    double tokensPerRequest() {
        return firstTokens == 0 ? 0 : tokens / firstTokens;
    }

    /// Tokens a second that are asked for: those that are done, and those that the backlog grows
    /// by.
    double demand() {
        return Math.max(0, tokens + growth * tokensPerRequest());
    }

    /// How long the next request waits before a replica begins with it, by Little's law, in
    /// seconds.
    double waitSeconds() {
        return wait(ahead);
    }

    /// How long requests wait that are where the most do as well, in seconds.
    double anyWaitSeconds() {
        return wait(waiting);
    }

    private double wait(double requests) {
        if (requests == 0) {
            return 0;
        }
        return firstTokens == 0 ? Double.POSITIVE_INFINITY : requests / firstTokens;
    }

    private static double rate(double amount, double seconds) {
        return seconds == 0 ? 0 : amount / seconds;
    }

    private static double mean(List<LlmSignals> looks, ToDoubleFunction<LlmSignals> of) {
        return looks.stream().mapToDouble(of).average().orElse(0);
    }
}
