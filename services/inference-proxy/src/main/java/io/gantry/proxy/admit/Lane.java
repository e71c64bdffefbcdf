package io.gantry.proxy.admit;

import io.gantry.events.Endpoint;
import io.gantry.events.Failure;
import io.gantry.events.PredictorObserved.Phase;
import io.gantry.proxy.route.RevisionId;
import io.gantry.proxy.route.RevisionRoute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The replicas of one revision and the requests that wait for them. What is not marked otherwise
/// is guarded by the gate's lock.
final class Lane {

    private final RevisionId revision;
    private final Map<Endpoint, Slot> known = new HashMap<>();
    private final Line line = new Line();
    private volatile Slot[] slots = {};
    private volatile @Nullable Failure failure;
    private volatile int waiting;

    Lane(RevisionId revision) {
        this.revision = revision;
    }

    RevisionId revision() {
        return revision;
    }

    /// Safe for any thread.
    int waiting() {
        return waiting;
    }

    /// Safe for any thread.
    boolean atZero() {
        return slots.length == 0;
    }

    /// What keeps the revision from serving; null when it may yet. Safe for any thread.
    @Nullable Failure failure() {
        return failure;
    }

    /// Takes a place at a replica, if there is one. Safe for any thread.
    Optional<Slot> take(Set<Slot> except, IntUnaryOperator dice) {
        Slot[] current = slots;
        return current.length == 0
                ? Optional.empty()
                : LeastOutstanding.take(current, except, dice);
    }

    /// Takes on the revision's ready replicas. A replica that went and came back keeps its count.
    void update(RevisionRoute route) {
        List<Slot> ready = new ArrayList<>();
        for (Endpoint endpoint : route.endpoints()) {
            ready.add(
                    known.computeIfAbsent(
                            withoutStart(endpoint),
                            _ -> new Slot(endpoint, this, route.concurrency())));
        }
        known.values().removeIf(slot -> !ready.contains(slot) && slot.outstanding() == 0);
        slots = ready.toArray(Slot[]::new);
        failure = ready.isEmpty() && route.phase() == Phase.FAILED ? route.failure() : null;
    }

    void join(Ticket ticket) {
        line.add(ticket);
        waiting = line.size();
    }

    /// @return false when the ticket was called already
    boolean leave(Ticket ticket) {
        boolean left = line.remove(ticket);
        waiting = line.size();
        return left;
    }

    List<Ticket> leave(Predicate<Ticket> those) {
        List<Ticket> left = line.remove(those);
        waiting = line.size();
        return left;
    }

    /// Whose turn it is.
    Optional<Ticket> head() {
        return line.head();
    }

    void serve(Ticket head) {
        line.serve(head);
        waiting = line.size();
    }

    /// Who has to make room for somebody of this rank.
    Optional<Ticket> displacedBy(Rank newcomer) {
        return line.displacedBy(newcomer);
    }

    /// Takes on tickets of other lanes, each where its number puts it.
    void joinInOrder(Collection<Ticket> others) {
        line.addInOrder(others);
        waiting = line.size();
    }

    /// The replica's identity: how long it took to start does not belong to it.
    private static Endpoint withoutStart(Endpoint endpoint) {
        return new Endpoint(
                endpoint.id(),
                endpoint.host(),
                endpoint.port(),
                endpoint.node(),
                true,
                null,
                endpoint.grpcPort());
    }
}
