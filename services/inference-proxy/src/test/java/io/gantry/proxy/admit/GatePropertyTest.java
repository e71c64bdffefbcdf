package io.gantry.proxy.admit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Endpoint;
import io.gantry.events.Failure;
import io.gantry.events.PredictorObserved.Phase;
import io.gantry.proxy.route.Components;
import io.gantry.proxy.route.RevisionId;
import io.gantry.proxy.route.RevisionRoute;
import io.gantry.proxy.route.ServiceRoute;
import io.gantry.proxy.route.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class GatePropertyTest {

    private static final int MAX_WAITING = 6;

    @Property
    void shouldKeepItsPromisesInWhateverOrderThingsHappen(
            @ForAll @Size(max = 60) List<@IntRange(max = 9) Integer> steps,
            @ForAll @IntRange(min = 1, max = 3) int limit,
            @ForAll Random random) {
        Queue queue = new Queue();
        Gate gate =
                new Gate(
                        MAX_WAITING, queue, new LeastOutstanding(random::nextInt), random::nextInt);
        List<Guest> guests = new ArrayList<>();
        int replicas = 0;
        gate.update(service(0, limit));
        for (int step : steps) {
            if (step <= 4) {
                guests.add(Guest.enter(gate, guests.size()));
            } else if (step <= 6) {
                guests.stream().filter(Guest::inside).findFirst().ifPresent(g -> g.go(gate));
            } else if (step == 7) {
                guests.stream().filter(Guest::waits).findFirst().ifPresent(g -> g.leave(gate));
            } else {
                replicas = step == 8 ? random.nextInt(3) : replicas;
                gate.update(service(replicas, limit));
            }
            assertLimits(guests, limit, queue);
            assertOrder(guests);
            assertNobodyForgotten(guests, replicas, limit);
        }
        gate.close();
        assertThat(guests).noneMatch(Guest::waits);
        assertThat(guests).allMatch(guest -> guest.heard <= 1);
        assertThat(queue.length.get()).isZero();
    }

    @Property(tries = 20)
    void shouldAnswerEachOnceAndHoldTheLimitUnderManyThreads(
            @ForAll @IntRange(min = 1, max = 4) int limit) throws InterruptedException {
        Queue queue = new Queue();
        Gate gate =
                new Gate(
                        10_000,
                        queue,
                        new LeastOutstanding(),
                        bound -> new Random().nextInt(bound));
        gate.update(service(2, limit));
        int requests = 800;
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(requests);
        AtomicInteger served = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < requests; i++) {
                threads.execute(() -> {
                    java.util.function.Consumer<Slot> work =
                            slot -> {
                                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                served.incrementAndGet();
                                threads.execute(() -> {
                                    inside.decrementAndGet();
                                    gate.release(slot);
                                    done.countDown();
                                });
                            };
                    if (gate.admit(Wish.Any.REVISION, new Working(work))
                            instanceof Admission.Admitted(Slot slot)) {
                        work.accept(slot);
                    }
                });
            }
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(served).hasValue(requests);
        assertThat(most.get()).isLessThanOrEqualTo(2 * limit);
        assertThat(queue.length.get()).isZero();
    }

    private static void assertLimits(List<Guest> guests, int limit, Queue queue) {
        assertThat(guests.stream().filter(Guest::inside).map(g -> g.slot).distinct())
                .allMatch(slot -> slot != null && slot.outstanding() <= limit);
        long waiting = guests.stream().filter(Guest::waits).count();
        assertThat(waiting).isLessThanOrEqualTo(MAX_WAITING).isEqualTo(queue.length.get());
    }

    /// Who waits came after everybody who was called.
    private static void assertOrder(List<Guest> guests) {
        int lastCalled =
                guests.stream().filter(g -> g.heard == 1).mapToInt(g -> g.number).max().orElse(-1);
        assertThat(guests.stream().filter(Guest::waits)).allMatch(g -> g.number > lastCalled);
    }

    private static void assertNobodyForgotten(List<Guest> guests, int replicas, int limit) {
        if (replicas > 0 && guests.stream().anyMatch(Guest::waits)) {
            assertThat(guests.stream().filter(Guest::inside).count())
                    .isGreaterThanOrEqualTo((long) replicas * limit);
        }
    }

    static ServiceRoute service(int replicas, int limit) {
        List<Endpoint> endpoints =
                IntStream.range(0, replicas)
                        .mapToObj(i ->
                                new Endpoint("r" + i, "127.0.0.1", 9000 + i, "local", true, 1L))
                        .toList();
        return new ServiceRoute(
                "default",
                "m",
                0,
                List.of(
                        new RevisionRoute(
                                new RevisionId("default", "m", "m-00001"),
                                1,
                                true,
                                100,
                                endpoints,
                                limit,
                                0,
                                replicas == 0 ? Phase.STANDBY : Phase.READY,
                                null,
                                null)),
                null,
                null,
                null,
                null,
                "/",
                Components.NONE,
                List.of());
    }

    /// Counts who waits, as the gate tells it.
    static final class Queue implements QueueWatch {

        final AtomicInteger length = new AtomicInteger();

        @Override
        public void queued(RevisionId revision, int change, boolean atZero) {
            length.addAndGet(change);
        }

        @Override
        public void missed(RevisionId revision) {}
    }

    private record Working(java.util.function.Consumer<Slot> work) implements Waiter {

        @Override
        public void admitted(Slot slot, boolean coldStart) {
            work.accept(slot);
        }

        @Override
        public Rank rank() {
            return Rank.NONE;
        }

        @Override
        public RequestFacts facts() {
            return Facts.OF_NOTHING;
        }

        @Override
        public void broken(Failure failure) {}

        @Override
        public void displaced(int limit) {}

        @Override
        public void gone() {}
    }

    /// A request at the gate.
    private static final class Guest implements Waiter {

        private final int number;
        private int heard;
        private @Nullable Slot slot;
        private @Nullable Ticket ticket;

        private Guest(int number) {
            this.number = number;
        }

        static Guest enter(Gate gate, int number) {
            Guest guest = new Guest(number);
            switch (gate.admit(Wish.Any.REVISION, guest)) {
                case Admission.Admitted(Slot slot) -> guest.slot = slot;
                case Admission.Held(Ticket ticket) -> guest.ticket = ticket;
                case Admission.Full _, Admission.Broken _, Admission.Closed _ -> {}
            }
            return guest;
        }

        boolean inside() {
            return slot != null;
        }

        boolean waits() {
            return ticket != null;
        }

        void go(Gate gate) {
            Slot left = slot;
            slot = null;
            if (left != null) {
                gate.release(left);
            }
        }

        void leave(Gate gate) {
            if (ticket != null) {
                assertThat(gate.leave(ticket)).isTrue();
                assertThat(gate.leave(ticket)).isFalse();
                ticket = null;
            }
        }

        @Override
        public void admitted(Slot free, boolean coldStart) {
            heard++;
            ticket = null;
            slot = free;
        }

        @Override
        public Rank rank() {
            return Rank.NONE;
        }

        @Override
        public RequestFacts facts() {
            return Facts.OF_NOTHING;
        }

        @Override
        public void broken(Failure failure) {
            heard++;
            ticket = null;
        }

        @Override
        public void displaced(int limit) {
            heard++;
            ticket = null;
        }

        @Override
        public void gone() {
            heard++;
            ticket = null;
        }
    }
}
