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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The replicas of one revision and the requests that wait for them. What is not marked otherwise
/// is guarded by the gate's lock.
final class Lane {

    private final RevisionId revision;
    private final EndpointPicker picker;
    private final Map<Endpoint, Slot> known = new HashMap<>();
    private final Line line = new Line();
    private volatile List<Slot> slots = List.of();
    private volatile @Nullable Failure failure;
    private volatile int waiting;

    Lane(RevisionId revision, EndpointPicker picker) {
        this.revision = revision;
        this.picker = picker;
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
        return slots.isEmpty();
    }

    /// What keeps the revision from serving; null when it may yet. Safe for any thread.
    @Nullable Failure failure() {
        return failure;
    }

    /// Takes a place at a replica, if there is one. Safe for any thread.
    Optional<Slot> take(Set<Slot> except, RequestFacts facts) {
        List<Slot> current = slots;
        Slot picked = current.isEmpty() ? null : picker.pick(current, except, facts);
        if (picked == null) {
            return Optional.empty();
        }
        return picked.take() ? Optional.of(picked) : takeAny(current, except);
    }

    /// The one that was picked is full, or became so just now: whichever has a place left, those
    /// that fail last.
    private static Optional<Slot> takeAny(List<Slot> slots, Set<Slot> except) {
        for (boolean out : new boolean[] {false, true}) {
            for (Slot slot : slots) {
                if (!except.contains(slot) && slot.health().isOut() == out && slot.take()) {
                    return Optional.of(slot);
                }
            }
        }
        return Optional.empty();
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
        slots = List.copyOf(ready);
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
