package io.gantry.proxy.route;

import io.gantry.events.Failure;
import io.gantry.events.PredictorObserved.Phase;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/// Which of a service's revisions take its requests now, and in what shares.
public sealed interface Rotation {

    /// Some revision has ready replicas.
    ///
    /// @param ready the revisions that take requests
    /// @param asleep revisions that are due a share but are scaled to zero: what is drawn for them
    ///   is served by the ready ones, while they are woken
    record Serving(List<RevisionRoute> ready, List<RevisionRoute> asleep) implements Rotation {
        public Serving {
            ready = List.copyOf(ready);
            asleep = List.copyOf(asleep);
        }

        /// Draws among the ready revisions by their weights.
        ///
        /// @param dice gives a number from 0 to below its argument
        public RevisionRoute draw(IntUnaryOperator dice) {
            return ready.size() == 1 ? ready.getFirst() : drawn(ready, dice);
        }

        /// The sleeping revision that this request would have gone to, were it awake.
        public Optional<RevisionRoute> drawAsleep(IntUnaryOperator dice) {
            if (asleep.isEmpty()) {
                return Optional.empty();
            }
            int sleeping = total(asleep);
            return dice.applyAsInt(sleeping + total(ready)) < sleeping
                    ? Optional.of(drawn(asleep, dice))
                    : Optional.empty();
        }
    }

    /// Nothing is ready; requests wait for one of these.
    record Waking(List<RevisionRoute> due) implements Rotation {
        public Waking {
            due = List.copyOf(due);
        }

        public RevisionRoute draw(IntUnaryOperator dice) {
            return due.size() == 1 ? due.getFirst() : drawn(due, dice);
        }
    }

    /// Nothing is ready and waiting has not helped: every revision that is due has failed.
    record Broken(RevisionRoute revision, Failure failure) implements Rotation {}

    /// The service wants no predictor at all.
    record Idle() implements Rotation {}

    static Rotation of(ServiceRoute service) {
        List<RevisionRoute> due =
                service.revisions().stream().filter(RevisionRoute::weighted).toList();
        List<RevisionRoute> ready = due.stream().filter(RevisionRoute::ready).toList();
        List<RevisionRoute> asleep =
                due.stream().filter(revision -> revision.phase() == Phase.STANDBY).toList();
        if (!ready.isEmpty()) {
            return new Serving(ready, asleep.stream().filter(r -> !r.ready()).toList());
        }
        return former(service, due)
                .<Rotation>map(former -> new Serving(List.of(former), asleep))
                .orElseGet(() -> waking(due));
    }

    /// The revision that serves until one that is due gets ready: the newest that the spec no
    /// longer lists, or lists at 0 % after a newer one. A newer one at 0 % is a dark launch, which
    /// nobody may see.
    private static Optional<RevisionRoute> former(ServiceRoute service, List<RevisionRoute> due) {
        int newestDue = due.stream().mapToInt(RevisionRoute::number).max().orElse(0);
        return service.revisions().stream()
                .filter(revision -> revision.ready() && !revision.weighted())
                .filter(revision -> !revision.listed() || revision.number() < newestDue)
                .max(Comparator.comparingInt(RevisionRoute::number));
    }

    private static Rotation waking(List<RevisionRoute> due) {
        if (due.isEmpty()) {
            return new Idle();
        }
        for (RevisionRoute revision : due) {
            if (revision.phase() != Phase.FAILED) {
                return new Waking(due);
            }
        }
        RevisionRoute newest =
                due.stream().max(Comparator.comparingInt(RevisionRoute::number)).orElseThrow();
        Failure failure = newest.failure();
        return failure == null ? new Waking(due) : new Broken(newest, failure);
    }

    private static RevisionRoute drawn(List<RevisionRoute> among, IntUnaryOperator dice) {
        int drawn = dice.applyAsInt(total(among));
        for (RevisionRoute revision : among) {
            drawn -= Math.max(1, revision.weight());
            if (drawn < 0) {
                return revision;
            }
        }
        throw new IllegalStateException("The dice gave more than it was asked for");
    }

    private static int total(List<RevisionRoute> among) {
        int total = 0;
        for (RevisionRoute revision : among) {
            total += Math.max(1, revision.weight());
        }
        return total;
    }
}
