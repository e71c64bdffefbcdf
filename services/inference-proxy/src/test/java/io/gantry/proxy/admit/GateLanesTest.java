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
import java.util.List;
import org.junit.jupiter.api.Test;

/// The lines of a service's revisions beside each other.
class GateLanesTest {

    private static final int MAX_WAITING = 3;
    private static final Wish CANARY = new Wish.One("m-00002");

    @Test
    void shouldLetOthersWaitWhileTheLineOfACanaryThatDoesNotGetReadyIsFull() {
        Gate gate = gate();
        for (int i = 0; i < MAX_WAITING; i++) {
            assertThat(admit(gate, CANARY)).isInstanceOf(Admission.Held.class);
        }
        assertThat(admit(gate, CANARY)).isEqualTo(new Admission.Full(id("m-00002"), MAX_WAITING));

        assertThat(admit(gate, Wish.Any.REVISION)).isInstanceOf(Admission.Admitted.class);
        for (int i = 0; i < MAX_WAITING; i++) {
            assertThat(admit(gate, Wish.Any.REVISION)).isInstanceOf(Admission.Held.class);
        }
        assertThat(admit(gate, Wish.Any.REVISION))
                .isEqualTo(new Admission.Full(id("m-00001"), MAX_WAITING));
    }

    private static Gate gate() {
        Gate gate =
                new Gate(MAX_WAITING, new GatePropertyTest.Queue(), new LeastOutstanding(), _ -> 0);
        gate.update(
                new ServiceRoute(
                        "default",
                        "m",
                        0,
                        List.of(revision(1, 100, List.of(endpoint())), revision(2, 0, List.of())),
                        null,
                        null,
                        null,
                        null,
                        "/",
                        Components.NONE,
                        List.of()));
        return gate;
    }

    private static RevisionRoute revision(int number, int weight, List<Endpoint> endpoints) {
        return new RevisionRoute(
                id("m-0000" + number),
                number,
                true,
                weight,
                endpoints,
                1,
                0,
                endpoints.isEmpty() ? Phase.LOADING : Phase.READY,
                null,
                null);
    }

    private static Endpoint endpoint() {
        return new Endpoint("r", "127.0.0.1", 9000, "local", true, 1L);
    }

    private static RevisionId id(String revision) {
        return new RevisionId("default", "m", revision);
    }

    private static Admission admit(Gate gate, Wish wish) {
        return gate.admit(wish, new Patient());
    }

    private static final class Patient implements Waiter {

        @Override
        public Rank rank() {
            return Rank.NONE;
        }

        @Override
        public RequestFacts facts() {
            return Facts.OF_NOTHING;
        }

        @Override
        public void admitted(Slot slot, boolean coldStart) {}

        @Override
        public void broken(Failure failure) {}

        @Override
        public void displaced(int limit) {}

        @Override
        public void gone() {}
    }
}
