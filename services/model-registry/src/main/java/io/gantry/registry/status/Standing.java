package io.gantry.registry.status;

import io.gantry.events.PredictorObserved.Phase;
import org.jspecify.annotations.Nullable;

/// What a predictor's phase means after what it was before.
///
/// The phase alone does not tell a model that sleeps from one that never worked, nor one that
/// starts from one that has fallen over.
enum Standing {
    /// Was never ready and is on its way.
    STARTING(Truth.UNKNOWN, false),
    /// Takes requests.
    SERVING(Truth.TRUE, true),
    /// Was ready and is scaled to zero.
    ASLEEP(Truth.TRUE, true),
    /// Comes back from zero.
    WAKING(Truth.TRUE, true),
    /// Was ready, is not, and is being started again.
    LOST(Truth.FALSE, true),
    /// Was never ready and does not get there.
    FAILED(Truth.FALSE, false),
    /// Was ready and does not get there again.
    BROKEN(Truth.FALSE, true),
    /// Was scaled to zero before it was ever ready.
    UNTRIED(Truth.UNKNOWN, false);

    private final Truth ready;
    private final boolean proven;

    Standing(Truth ready, boolean proven) {
        this.ready = ready;
        this.proven = proven;
    }

    /// Whether it counts as ready.
    Truth ready() {
        return ready;
    }

    /// @param before null when nothing of it was seen before: then what is at zero is taken to have
    ///   been ready, because that is what a compacted topic leaves of it
    static Standing after(@Nullable Standing before, Phase phase) {
        return switch (phase) {
            case READY -> SERVING;
            case STANDBY -> atZero(before);
            case PENDING, LOADING -> starting(before);
            case FAILED -> before != null && before.proven ? BROKEN : FAILED;
        };
    }

    private static Standing atZero(@Nullable Standing before) {
        return switch (before) {
            case null -> ASLEEP;
            // To stop trying does not mend it.
            case FAILED, BROKEN -> before;
            case SERVING, ASLEEP, WAKING, LOST -> ASLEEP;
            case STARTING, UNTRIED -> UNTRIED;
        };
    }

    private static Standing starting(@Nullable Standing before) {
        return switch (before) {
            case null -> STARTING;
            case ASLEEP, WAKING -> WAKING;
            case SERVING, LOST, BROKEN -> LOST;
            case STARTING, FAILED, UNTRIED -> STARTING;
        };
    }
}
