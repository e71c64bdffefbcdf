package io.gantry.monitor.scale;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Starts a language model that was scaled to zero so early that it is ready when somebody usually
/// comes, and keeps it for the quarter of an hour in which that is. Each time of demand is waited
/// for once: who has gone to zero within it is woken by requests only. Not safe for use by several
/// threads at once.
final class StartAhead {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

    private boolean expected;
    private @Nullable Instant until;

    /// @param wanted by all other rules
    /// @param atZero true when the revision was scaled to zero
    Proposal apply(Proposal wanted, Situation situation, RevisionPolicy policy, boolean atZero) {
        Optional<Instant> comes =
                policy.pods().llm().isEmpty()
                        ? Optional.empty()
                        : situation
                                .usual()
                                .comesUntil(
                                        situation.now(),
                                        policy.pods().coldStart(situation.coldStart()));
        if (comes.isPresent() && !expected && atZero && wanted.replicas() == 0) {
            until = comes.get();
        }
        expected = comes.isPresent();
        if (until == null || !situation.now().isBefore(until)) {
            until = null;
            return wanted;
        }
        return wanted.atLeast(
                Math.max(1, policy.kpa().activationScale()),
                Ground.of(
                        Ground.Bound.USUAL_DEMAND,
                        "raised because somebody usually comes before %s UTC"
                                .formatted(TIME.format(until))));
    }
}
