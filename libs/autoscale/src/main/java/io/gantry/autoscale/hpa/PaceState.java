package io.gantry.autoscale.hpa;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What is remembered from one decision to the next. Immutable.
///
/// @param recommended what was recommended of late, before it was limited; the same number in a row
///   is kept once, with its last time
/// @param changes of the replicas of late
/// @param replicas that there were to be at the last decision
/// @param at when that was
public record PaceState(
        List<Recommended> recommended, List<Change> changes, int replicas, Instant at) {

    public PaceState {
        recommended = List.copyOf(recommended);
        changes = List.copyOf(changes);
    }

    /// To begin with, what there is counts as recommended: as Kubernetes' controller begins after a
    /// restart of its own.
    public static PaceState start(Instant now, int replicas) {
        return new PaceState(List.of(new Recommended(now, replicas)), List.of(), replicas, now);
    }

    /// With what was wanted just now, and with what became of the last decision.
    PaceState with(int recommendation, int now, Instant when, Duration memory) {
        Instant oldest = when.minus(memory);
        List<Recommended> kept = new ArrayList<>(recommended);
        kept.removeIf(one -> one.at().isBefore(oldest));
        if (!kept.isEmpty() && kept.getLast().replicas() == recommendation) {
            kept.removeLast();
        }
        kept.add(new Recommended(when, recommendation));
        return new PaceState(kept, changesUntil(now, oldest), now, when);
    }

    /// All changes, that one included which came of the last decision.
    List<Change> changesUntil(int now, Instant oldest) {
        List<Change> all = new ArrayList<>(changes);
        all.removeIf(change -> change.at().isBefore(oldest));
        if (now != replicas) {
            all.add(new Change(at, now - replicas));
        }
        return all;
    }

    /// A number that was recommended.
    public record Recommended(Instant at, int replicas) {}

    /// @param by above 0 when replicas were added
    public record Change(Instant at, int by) {}
}
