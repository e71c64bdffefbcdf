package io.gantry.autoscale.llm;

import io.gantry.autoscale.knative.MaxWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What the autoscaler remembers of a revision from one decision to the next. Immutable.
///
/// @param since when it began to look, without a gap
/// @param looks the last ones, the oldest first
/// @param capacity what one replica was seen to carry
/// @param wanted the numbers of replicas that were wanted of late
/// @param usual what is known of other days
public record LlmState(
        Instant since, List<LlmSignals> looks, Capacity capacity, MaxWindow wanted, Usual usual) {

    /// Looks reach back so far, for a trend to be seen.
    static final Duration MEMORY = Duration.ofMinutes(3);

    public LlmState {
        looks = List.copyOf(looks);
    }

    public static LlmState start(Instant now) {
        return new LlmState(now, List.of(), Capacity.UNKNOWN, MaxWindow.EMPTY, Usual.NOTHING);
    }

    /// The state with what is known of other days now.
    public LlmState knowing(Usual known) {
        return new LlmState(since, looks, capacity, wanted, known);
    }

    /// The state with one more look and without those that became too old.
    LlmState with(LlmSignals look) {
        Instant oldest = look.at().minus(MEMORY);
        List<LlmSignals> kept = new ArrayList<>(looks);
        kept.removeIf(each -> each.at().isBefore(oldest) || !each.at().isBefore(look.at()));
        kept.add(look);
        return new LlmState(since, kept, capacity, wanted, usual);
    }

    LlmState with(Capacity learned, MaxWindow numbers) {
        return new LlmState(since, looks, learned, numbers, usual);
    }
}
