package io.gantry.proxy.admit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Failure;
import io.gantry.proxy.route.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EndpointPickerTest {

    private static final String SESSION = "x-session";

    @Test
    void shouldGiveARequestToTheReplicaThatThePickerChooses() {
        Gate gate = gate(new BySession(), 0);

        for (String session : List.of("r2", "r0", "r2", "r1")) {
            assertThat(admitted(gate, session).orElseThrow().endpoint().id()).isEqualTo(session);
        }
    }

    @Test
    void shouldGiveItToAnotherWhenTheChosenOneIsFull() {
        Gate gate = gate(new BySession(), 1);

        assertThat(admitted(gate, "r2").orElseThrow().endpoint().id()).isEqualTo("r2");
        assertThat(admitted(gate, "r2").orElseThrow().endpoint().id()).isEqualTo("r0");
        assertThat(admitted(gate, "r2").orElseThrow().endpoint().id()).isEqualTo("r1");
        assertThat(admitted(gate, "r2")).isEmpty();
    }

    @Test
    void shouldAskAgainForWhoeverWaited() {
        Gate gate = gate(new BySession(), 1);
        Slot r0 = admitted(gate, "r0").orElseThrow();
        Slot r1 = admitted(gate, "r1").orElseThrow();
        admitted(gate, "r2");
        Waiting waiting = new Waiting("r1");
        assertThat(gate.admit(Wish.Any.REVISION, waiting)).isInstanceOf(Admission.Held.class);

        gate.release(r1);

        assertThat(waiting.slot).isSameAs(r1);
        assertThat(r0.outstanding()).isEqualTo(1);
    }

    @Test
    void shouldNotOfferWhatARequestHasTriedAlready() {
        Gate gate = gate(new BySession(), 0);
        Slot r1 = admitted(gate, "r1").orElseThrow();

        Slot other = gate.elsewhere(Wish.Any.REVISION, Set.of(r1), facts("r1")).orElseThrow();

        assertThat(other).isNotSameAs(r1);
    }

    @Test
    void shouldPickTheLessBusyOfTwoAndNoneThatFails() {
        // The dice fall on the first two each time.
        Gate gate = gate(new LeastOutstanding(_ -> 0), 0);

        Slot first = admitted(gate, "").orElseThrow();
        Slot second = admitted(gate, "").orElseThrow();
        assertThat(List.of(first.endpoint().id(), second.endpoint().id()))
                .containsExactly("r0", "r1");

        for (int i = 0; i < 5; i++) {
            first.health().failed();
            second.health().failed();
        }
        assertThat(admitted(gate, "").orElseThrow().endpoint().id()).isEqualTo("r2");
        assertThat(admitted(gate, "").orElseThrow().endpoint().id()).isEqualTo("r2");
    }

    private static Gate gate(EndpointPicker picker, int limit) {
        Gate gate = new Gate(9, new GatePropertyTest.Queue(), picker, _ -> 0);
        gate.update(GatePropertyTest.service(3, limit));
        return gate;
    }

    private static Optional<Slot> admitted(Gate gate, String session) {
        return gate.admit(Wish.Any.REVISION, new Waiting(session))
                        instanceof Admission.Admitted(Slot slot)
                ? Optional.of(slot)
                : Optional.empty();
    }

    private static RequestFacts facts(String session) {
        return new Facts(Map.of(SESSION, session));
    }

    /// Each session stays with the replica of that name.
    private static final class BySession implements EndpointPicker {

        @Override
        public @Nullable Slot pick(List<Slot> candidates, Set<Slot> except, RequestFacts facts) {
            List<Slot> left = new ArrayList<>(candidates);
            left.removeAll(except);
            String session = facts.header(SESSION);
            return left.stream()
                    .filter(slot -> slot.endpoint().id().equals(session))
                    .findFirst()
                    .orElse(left.isEmpty() ? null : left.getFirst());
        }
    }

    private static final class Waiting implements Waiter {

        private final String session;
        private @Nullable Slot slot;

        Waiting(String session) {
            this.session = session;
        }

        @Override
        public RequestFacts facts() {
            return EndpointPickerTest.facts(session);
        }

        @Override
        public Rank rank() {
            return Rank.NONE;
        }

        @Override
        public void admitted(Slot free, boolean coldStart) {
            slot = free;
        }

        @Override
        public void broken(Failure failure) {}

        @Override
        public void displaced(int limit) {}

        @Override
        public void gone() {}
    }
}
