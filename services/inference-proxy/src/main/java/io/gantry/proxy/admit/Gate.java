package io.gantry.proxy.admit;

import io.gantry.events.Failure;
import io.gantry.proxy.route.RevisionRoute;
import io.gantry.proxy.route.Rotation;
import io.gantry.proxy.route.ServiceRoute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

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
    private final IntUnaryOperator dice;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Lane> lanes = new HashMap<>();
    private volatile Plan plan = new Plan(new Rotation.Idle(), Map.of());
    private int waiting;
    private long tickets;

    /// @param maxWaiting how many of the service's requests may wait at once
    /// @param dice gives any thread a number from 0 to below its argument
    Gate(int maxWaiting, QueueWatch watch, IntUnaryOperator dice) {
        this.maxWaiting = maxWaiting;
        this.watch = watch;
        this.dice = dice;
    }

    /// Lets a request in, or gives it a place in the line.
    ///
    /// @param waiter hears when a request that is held may go
    public Admission admit(Waiter waiter) {
        while (true) {
            Plan current = plan;
            Optional<Admission> admission =
                    switch (current.rotation()) {
                        case Rotation.Serving serving -> serve(current, serving, waiter);
                        case Rotation.Waking waking ->
                                hold(current, current.lane(waking.draw(dice)), waiter);
                        case Rotation.Broken(RevisionRoute revision, Failure failure) ->
                                Optional.of(new Admission.Broken(revision.id(), failure));
                        case Rotation.Idle _ -> Optional.of(new Admission.Closed());
                    };
            if (admission.isPresent()) {
                return admission.get();
            }
        }
    }

    /// Lets a request through whose replica could not be reached.
    ///
    /// @param tried the replicas that it tried
    public Optional<Slot> elsewhere(Set<Slot> tried) {
        Plan current = plan;
        return current.rotation() instanceof Rotation.Serving serving
                ? current.lane(serving.draw(dice))
                        .take(tried, dice)
                        .or(() ->
                                serving.ready().stream()
                                        .flatMap(r -> current.lane(r).take(tried, dice).stream())
                                        .findFirst())
                : Optional.empty();
    }

    /// A ready replica to ask something that is no work, without taking a place at it.
    public Optional<Slot> anyReady() {
        Optional<Slot> slot = elsewhere(Set.of());
        slot.ifPresent(Slot::giveBack);
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
                waiting--;
                watch.queued(ticket.lane().revision(), -1, ticket.lane().atZero());
            }
            return left;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Admission> serve(Plan current, Rotation.Serving serving, Waiter waiter) {
        serving.drawAsleep(dice).ifPresent(asleep -> watch.missed(asleep.id()));
        Lane lane = current.lane(serving.draw(dice));
        if (lane.waiting() == 0) {
            Optional<Slot> slot = lane.take(Set.of(), dice);
            if (slot.isPresent()) {
                return slot.map(Admission.Admitted::new);
            }
        }
        return hold(current, lane, waiter);
    }

    /// Puts a request into a lane's line.
    ///
    /// @return empty when the plan changed and has to be read again
    private Optional<Admission> hold(Plan seen, Lane lane, Waiter waiter) {
        lock.lock();
        try {
            if (plan != seen) {
                return Optional.empty();
            }
            if (waiting >= maxWaiting) {
                return Optional.of(new Admission.Full(lane.revision(), maxWaiting));
            }
            Ticket ticket = new Ticket(waiter, tickets++, lane, lane.atZero());
            lane.join(ticket);
            if (lane.waiting() == 1) {
                Optional<Slot> slot = lane.take(Set.of(), dice);
                if (slot.isPresent()) {
                    lane.leave(ticket);
                    return slot.map(Admission.Admitted::new);
                }
            }
            waiting++;
            watch.queued(lane.revision(), 1, lane.atZero());
            return Optional.of(new Admission.Held(ticket));
        } finally {
            lock.unlock();
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
            Optional<Slot> slot = lane.take(Set.of(), dice);
            if (slot.isEmpty()) {
                return;
            }
            Ticket ticket = head.get();
            take(ticket);
            calls.add(() -> ticket.waiter().admitted(slot.get(), ticket.coldStart()));
            head = lane.head();
        }
    }

    private void take(Ticket ticket) {
        ticket.lane().leave(ticket);
        waiting--;
        watch.queued(ticket.lane().revision(), -1, ticket.lane().atZero());
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
                                        revision.name(), _ -> new Lane(revision.id()));
                        lane.update(revision);
                        current.put(revision.name(), lane);
                    });
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

    /// Moves those who wait in a lane that the plan does not serve to one that it does.
    private void rearrange(List<Runnable> calls) {
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
                for (Ticket ticket : lane.leaveAll()) {
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

    private List<Ticket> takeAll() {
        List<Ticket> all =
                lanes.values().stream()
                        .flatMap(lane -> {
                            List<Ticket> left = lane.leaveAll();
                            watch.queued(lane.revision(), -left.size(), lane.atZero());
                            return left.stream();
                        })
                        .sorted(Comparator.comparingLong(Ticket::number))
                        .toList();
        waiting = 0;
        return all;
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

        Lane lane(RevisionRoute revision) {
            Lane lane = lanes.get(revision.name());
            if (lane == null) {
                throw new IllegalStateException("No lane for " + revision.name());
            }
            return lane;
        }
    }
}
