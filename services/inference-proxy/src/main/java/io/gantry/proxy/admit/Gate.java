package io.gantry.proxy.admit;

import io.gantry.events.Failure;
import io.gantry.proxy.route.RevisionRoute;
import io.gantry.proxy.route.Rotation;
import io.gantry.proxy.route.ServiceRoute;
import io.gantry.proxy.route.Wish;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets a service's requests through to its replicas, in order, and holds those that have to wait.
///
/// Two orders matter. [#release] counts down before it looks for waiters, and [#hold] joins the
/// line before it tries for a place once more: so of a place that gets free and a request that
/// starts to wait at the same time, one sees the other. And [#update] swaps the plan and moves the
/// waiters under the lock under which [#hold] checks that its plan still holds: so nobody joins a
/// line that is not served any more.
public final class Gate {

    private final int maxWaiting;
    private final QueueWatch watch;
    private final EndpointPicker picker;
    private final IntUnaryOperator dice;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Lane> lanes = new HashMap<>();
    private final HedgeBudget hedges = new HedgeBudget();
    private volatile Plan plan = new Plan(new Rotation.Idle(), Map.of());
    private volatile boolean limited;
    private long tickets;

    /// @param maxWaiting how many requests of each revision may wait at once: those for one that
    ///   does not get ready keep no others from waiting
    /// @param picker chooses replicas
    /// @param dice gives any thread a number from 0 to below its argument
    Gate(int maxWaiting, QueueWatch watch, EndpointPicker picker, IntUnaryOperator dice) {
        this.maxWaiting = maxWaiting;
        this.watch = watch;
        this.picker = picker;
        this.dice = dice;
    }

    public HedgeBudget hedges() {
        return hedges;
    }

    /// Whether there are replicas that take only so many requests at once.
    public boolean limited() {
        return limited;
    }

    /// Lets a request in, or gives it a place in the line.
    ///
    /// @param waiter hears when a request that is held may go
    public Admission admit(Wish wish, Waiter waiter) {
        while (true) {
            Plan current = plan;
            Lane wished = current.lane(wish);
            Optional<Admission> admission =
                    wished == null
                            ? admit(current, wish.dice(dice), waiter)
                            : enter(current, wished, waiter, true);
            if (admission.isPresent()) {
                return admission.get();
            }
        }
    }

    private Optional<Admission> admit(Plan current, IntUnaryOperator draw, Waiter waiter) {
        return switch (current.rotation()) {
            case Rotation.Serving serving -> {
                serving.drawAsleep(dice).ifPresent(asleep -> watch.missed(asleep.id()));
                yield enter(current, current.lane(serving.draw(draw)), waiter, false);
            }
            case Rotation.Waking waking ->
                    hold(current, current.lane(waking.draw(draw)), waiter, false);
            case Rotation.Broken(RevisionRoute revision, Failure failure) ->
                    Optional.of(new Admission.Broken(revision.id(), failure));
            case Rotation.Idle _ -> Optional.of(new Admission.Closed());
        };
    }

    /// Lets a request through whose replica could not be reached.
    ///
    /// @param tried the replicas that it tried
    public Optional<Slot> elsewhere(Wish wish, Set<Slot> tried, RequestFacts facts) {
        Plan current = plan;
        Lane wished = current.lane(wish);
        if (wished != null) {
            return wished.take(tried, facts);
        }
        return current.rotation() instanceof Rotation.Serving serving
                ? current.lane(serving.draw(wish.dice(dice)))
                        .take(tried, facts)
                        .or(() ->
                                serving.ready().stream()
                                        .flatMap(r -> current.lane(r).take(tried, facts).stream())
                                        .findFirst())
                : Optional.empty();
    }

    /// A place at a revision that has no share of the requests; empty while none is free.
    public Optional<Slot> aside(String revision, RequestFacts facts) {
        Lane lane = plan.lane(new Wish.One(revision));
        return lane == null || lane.waiting() > 0 ? Optional.empty() : lane.take(Set.of(), facts);
    }

    /// A ready replica to ask something that is no work, without taking a place at it.
    public Optional<Slot> anyReady(RequestFacts facts) {
        Optional<Slot> slot = elsewhere(Wish.Any.REVISION, Set.of(), facts);
        slot.ifPresent(taken -> {
            taken.giveBack();
            taken.health().untaken(System.nanoTime());
        });
        return slot;
    }

    /// Gives a place back, which the next in line gets.
    public void release(Slot slot) {
        slot.giveBack();
        if (slot.lane().waiting() > 0) {
            callNext(slot.lane());
        }
    }

    /// Leaves the line.
    ///
    /// @return false when the request was called already and its [Waiter] hears or has heard
    public boolean leave(Ticket ticket) {
        lock.lock();
        try {
            boolean left = ticket.lane().leave(ticket);
            if (left) {
                watch.queued(ticket.lane().revision(), -1, ticket.lane().atZero());
            }
            return left;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Admission> enter(Plan current, Lane lane, Waiter waiter, boolean pinned) {
        if (lane.waiting() == 0) {
            Optional<Slot> slot = lane.take(Set.of(), waiter.facts());
            if (slot.isPresent()) {
                return slot.map(Admission.Admitted::new);
            }
        }
        Failure failure = lane.failure();
        return failure == null
                ? hold(current, lane, waiter, pinned)
                : Optional.of(new Admission.Broken(lane.revision(), failure));
    }

    /// Puts a request into a lane's line.
    ///
    /// @return empty when the plan changed and has to be read again
    private Optional<Admission> hold(Plan seen, Lane lane, Waiter waiter, boolean pinned) {
        Optional<Ticket> displaced = Optional.empty();
        lock.lock();
        try {
            if (plan != seen) {
                return Optional.empty();
            }
            Ticket ticket = new Ticket(waiter, tickets++, lane, lane.atZero(), pinned);
            if (lane.waiting() >= maxWaiting) {
                displaced = lane.displacedBy(ticket.rank());
                if (displaced.isEmpty()) {
                    return Optional.of(new Admission.Full(lane.revision(), maxWaiting));
                }
                leave(displaced.get());
            }
            lane.join(ticket);
            if (lane.waiting() == 1) {
                Optional<Slot> slot = lane.take(Set.of(), waiter.facts());
                if (slot.isPresent()) {
                    lane.leave(ticket);
                    return slot.map(Admission.Admitted::new);
                }
            }
            watch.queued(lane.revision(), 1, lane.atZero());
            return Optional.of(new Admission.Held(ticket));
        } finally {
            lock.unlock();
            displaced.ifPresent(ticket -> ticket.waiter().displaced(maxWaiting));
        }
    }

    private void callNext(Lane lane) {
        List<Runnable> calls = new ArrayList<>();
        lock.lock();
        try {
            collectCalls(lane, calls);
        } finally {
            lock.unlock();
        }
        calls.forEach(Runnable::run);
    }

    private void collectCalls(Lane lane, List<Runnable> calls) {
        Optional<Ticket> head = lane.head();
        while (head.isPresent()) {
            Ticket ticket = head.get();
            Optional<Slot> slot = lane.take(Set.of(), ticket.waiter().facts());
            if (slot.isEmpty()) {
                return;
            }
            lane.serve(ticket);
            watch.queued(lane.revision(), -1, lane.atZero());
            calls.add(() -> ticket.waiter().admitted(slot.get(), ticket.coldStart()));
            head = lane.head();
        }
    }

    /// Takes on what changed about the service; whoever waits and may go, goes.
    void update(ServiceRoute service) {
        List<Runnable> calls = new ArrayList<>();
        lock.lock();
        try {
            Map<String, Lane> current = new HashMap<>();
            service.revisions()
                    .forEach(revision -> {
                        Lane lane =
                                lanes.computeIfAbsent(
                                        revision.name(), _ -> new Lane(revision.id(), picker));
                        lane.update(revision);
                        current.put(revision.name(), lane);
                    });
            limited = service.revisions().stream().anyMatch(each -> each.concurrency() > 0);
            plan = new Plan(Rotation.of(service), Map.copyOf(current));
            rearrange(calls);
            lanes.keySet().retainAll(current.keySet());
            current.values().forEach(lane -> collectCalls(lane, calls));
        } finally {
            lock.unlock();
        }
        calls.forEach(Runnable::run);
    }

    /// Ends the service: nobody gets in any more and whoever waits is told.
    void close() {
        List<Runnable> calls = new ArrayList<>();
        lock.lock();
        try {
            plan = new Plan(new Rotation.Idle(), Map.of());
            rearrange(calls);
            lanes.clear();
        } finally {
            lock.unlock();
        }
        calls.forEach(Runnable::run);
    }

    /// Moves those who wait in a lane that the plan does not serve to one that it does. Who wants
    /// this revision and no other stays for as long as there is hope for it.
    private void rearrange(List<Runnable> calls) {
        for (Lane lane : lanes.values()) {
            Failure failure = plan.has(lane) ? lane.failure() : null;
            if (failure != null) {
                take(lane, Ticket::pinned)
                        .forEach(ticket -> calls.add(() -> ticket.waiter().broken(failure)));
            }
        }
        switch (plan.rotation()) {
            case Rotation.Serving serving ->
                    moveOthers(
                            serving.ready().stream().map(r -> plan.lane(r)).toList(),
                            () -> plan.lane(serving.draw(dice)));
            case Rotation.Waking waking ->
                    moveOthers(
                            waking.due().stream().map(r -> plan.lane(r)).toList(),
                            () -> plan.lane(waking.draw(dice)));
            case Rotation.Broken(RevisionRoute _, Failure failure) ->
                    takeAll().forEach(ticket -> calls.add(() -> ticket.waiter().broken(failure)));
            case Rotation.Idle _ ->
                    takeAll().forEach(ticket -> calls.add(() -> ticket.waiter().gone()));
        }
    }

    private void moveOthers(List<Lane> served, Supplier<Lane> anyServed) {
        Map<Lane, List<Ticket>> moved = new HashMap<>();
        for (Lane lane : lanes.values()) {
            if (!served.contains(lane)) {
                for (Ticket ticket : lane.leave(this::mayMove)) {
                    watch.queued(lane.revision(), -1, lane.atZero());
                    moved.computeIfAbsent(anyServed.get(), _ -> new ArrayList<>()).add(ticket);
                }
            }
        }
        moved.forEach((lane, tickets) -> {
            tickets.forEach(ticket -> ticket.moveTo(lane, lane.atZero()));
            lane.joinInOrder(tickets);
            watch.queued(lane.revision(), tickets.size(), lane.atZero());
        });
    }

    private boolean mayMove(Ticket ticket) {
        return !ticket.pinned() || !plan.has(ticket.lane());
    }

    private List<Ticket> takeAll() {
        return lanes.values().stream()
                .flatMap(lane -> take(lane, this::mayMove).stream())
                .sorted(Comparator.comparingLong(Ticket::number))
                .toList();
    }

    private List<Ticket> take(Lane lane, Predicate<Ticket> those) {
        List<Ticket> left = lane.leave(those);
        watch.queued(lane.revision(), -left.size(), lane.atZero());
        return left;
    }

    /// What the gate goes by at one moment. Each is its own, however like another it looks.
    private static final class Plan {

        private final Rotation rotation;
        private final Map<String, Lane> lanes;

        Plan(Rotation rotation, Map<String, Lane> lanes) {
            this.rotation = rotation;
            this.lanes = lanes;
        }

        Rotation rotation() {
            return rotation;
        }

        boolean has(Lane lane) {
            return lanes.get(lane.revision().revision()) == lane;
        }

        /// The one that a request is for and no other; null when it is for any.
        @Nullable Lane lane(Wish wish) {
            return wish instanceof Wish.One(String revision) ? lanes.get(revision) : null;
        }

        Lane lane(RevisionRoute revision) {
            Lane lane = lanes.get(revision.name());
            if (lane == null) {
                throw new IllegalStateException("No lane for " + revision.name());
            }
            return lane;
        }
    }
}
