package io.gantry.events;

import java.time.Instant;
import java.util.List;

/// What was asked of a language model in each quarter of an hour of the last seven days.
///
/// @param since begin of the first quarter of an hour, in UTC
/// @param tokensPerSecond that were asked for, of each quarter of an hour from then on, averaged
///   and rounded up; -1 where that is not known
/// @param tokensPerReplica that one replica carried a second when much was asked for; 0 for not
///   known
public record DemandLearned(
        String namespace,
        String name,
        long generation,
        Instant since,
        List<Integer> tokensPerSecond,
        int tokensPerReplica)
        implements DemandEvent {

    public DemandLearned {
        tokensPerSecond = List.copyOf(tokensPerSecond);
    }

    @Override
    public boolean removal() {
        return false;
    }
}
