package io.gantry.autoscale.llm;

/// What one replica carries, in tokens a second, as it was learned from what happened.
///
/// @param safe that it carries while requests hardly wait; 0 while nothing is known
/// @param ceiling at which requests were seen to wait; 0 when that was never seen
/// @param size of requests in tokens, averaged over minutes; 0 while nothing is known
/// @param ceilingSize what that was when they were seen to wait
public record Capacity(double safe, double ceiling, double size, double ceilingSize) {

    public static final Capacity UNKNOWN = new Capacity(0, 0, 0, 0);

    /// A replica that always has a request waiting does what it can. So much of that leaves room
    /// for what comes unevenly, and is the share that Knative aims at.
    private static final double BELOW_SATURATION = 0.7;

    /// Part of the looks from which on a replica always had a request waiting.
    private static final double ALWAYS = 0.9;

    /// While requests wait too long, a second takes so much off the safe rate: a tenth within the
    /// ten seconds after which it is seen, so that one or two such times settle it, and a short
    /// burst is not taken for much.
    private static final double SHRINK = 0.01;

    /// While they hardly wait, a second adds so much, 6 % a minute: slow, since to try less
    /// replicas than are needed costs somebody's time.
    private static final double GROW = 0.001;

    /// Part of the time that requests may wait, below which they hardly wait. Between that and the
    /// limit nothing is changed.
    private static final double HARDLY = 0.25;

    /// What was seen to be too much is believed for hours: 10 % of it are forgotten in one.
    private static final double FORGET = 0.1 / 3600;

    /// Requests of so many times the tokens, or by that fewer, are another kind of load.
    private static final double OTHER_LOAD = 1.5;

    /// Over how many seconds the size of requests is averaged.
    private static final double SIZE_SECONDS = 300;

    /// What a short time makes believe, while nothing was learned: the prompts that it saw were
    /// read and their answers have hardly begun, so it is too much, but not by much.
    Capacity guessed(Sight near) {
        return known() || near.queuedShare() < ALWAYS
                ? this
                : new Capacity(near.tokensPerReplica() * BELOW_SATURATION, 0, 0, 0);
    }

    boolean known() {
        return safe > 0;
    }

    /// @param sight of half a minute
    /// @param near of the last seconds
    /// @param limit how long requests may wait, in seconds
    /// @param seconds since the last time
    Capacity learned(Sight sight, Sight near, double limit, double seconds) {
        if (sight.tokens() <= 0 || sight.firstTokens() == 0) {
            return this;
        }
        double done = sight.tokensPerReplica();
        Capacity before = remembering(sight.tokensPerRequest(), seconds);
        if (sight.steady() && sight.queuedShare() >= ALWAYS) {
            return before.tooMuch(done * BELOW_SATURATION, done);
        }
        if (near.late(limit)) {
            return before.known() ? before.less(near, seconds) : before;
        }
        double more = Math.max(done, before.safe * (1 + GROW * seconds));
        boolean room = before.ceiling == 0 || more <= before.ceiling * BELOW_SATURATION;
        boolean hardly = sight.anyWaitSeconds() < limit * HARDLY;
        boolean seen = !before.known() || (hardly && room);
        return sight.steady() && seen ? before.enough(more) : before;
    }

    /// Asks for no more than one replica more than there is.
    private Capacity less(Sight near, double seconds) {
        double replicas = Math.max(1, near.ready());
        double least = Math.min(safe, near.tokensPerReplica() * replicas / (replicas + 1));
        double less = Math.max(least, safe * (1 - SHRINK * seconds));
        return tooMuch(less, less);
    }

    /// Keeps the size of requests, and drops a ceiling that was seen with other ones.
    private Capacity remembering(double sizeNow, double seconds) {
        double weight = size == 0 ? 1 : Math.min(1, seconds / SIZE_SECONDS);
        double mean = size * (1 - weight) + sizeNow * weight;
        boolean other =
                ceiling > 0 && (mean > ceilingSize * OTHER_LOAD || mean < ceilingSize / OTHER_LOAD);
        return new Capacity(safe, other ? 0 : ceiling * (1 + FORGET * seconds), mean, ceilingSize);
    }

    private Capacity tooMuch(double newSafe, double newCeiling) {
        return new Capacity(newSafe, newCeiling, size, size);
    }

    private Capacity enough(double newSafe) {
        return new Capacity(
                newSafe, ceiling == 0 ? 0 : Math.max(ceiling, newSafe), size, ceilingSize);
    }
}
