package io.gantry.proxy.admit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Failure;
import io.gantry.proxy.route.RevisionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LinePropertyTest {

    private static final Lane LANE =
            new Lane(new RevisionId("default", "m", "m-00001"), new LeastOutstanding());

    /// Each step is a request (below 12: its priority and tenant), a place that gets free, or a
    /// client that leaves.
    @Property
    void shouldServeTheUrgentFirstAndTenantsInTurn(
            @ForAll @Size(max = 80) List<@IntRange(max = 19) Integer> steps) {
        Line line = new Line();
        List<Ticket> waiting = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            int step = steps.get(i);
            if (step < 12) {
                Ticket ticket = ticket(i, step / 4 - 1, "t" + step % 4);
                line.add(ticket);
                waiting.add(ticket);
            } else if (step < 18) {
                line.head()
                        .ifPresent(head -> {
                            assertIsNext(head, waiting);
                            line.serve(head);
                            waiting.remove(head);
                        });
            } else if (!waiting.isEmpty()) {
                Ticket leaving = waiting.remove(waiting.size() / 2);
                assertThat(line.remove(leaving)).isTrue();
                assertThat(line.remove(leaving)).isFalse();
            }
            assertThat(line.size()).isEqualTo(waiting.size());
            assertThat(line.head().isPresent()).isEqualTo(!waiting.isEmpty());
        }
    }

    /// None waits that is more urgent, nor one of the same tenant and urgency that came before.
    private static void assertIsNext(Ticket head, List<Ticket> waiting) {
        assertThat(waiting)
                .allMatch(each -> each.rank().priority() <= head.rank().priority())
                .filteredOn(each -> each.rank().equals(head.rank()))
                .allMatch(each -> each.number() >= head.number());
    }

    @Property
    void shouldGiveEachTenantAsMuchAsTheOthersWhileItWaits(
            @ForAll @Size(min = 2, max = 4) List<@IntRange(min = 1, max = 20) Integer> amounts) {
        Line line = new Line();
        int number = 0;
        for (int tenant = 0; tenant < amounts.size(); tenant++) {
            for (int i = 0; i < amounts.get(tenant); i++) {
                line.add(ticket(number++, 0, "t" + tenant));
            }
        }
        int fewest = amounts.stream().mapToInt(Integer::intValue).min().orElseThrow();

        List<String> served = new ArrayList<>();
        for (int i = 0; i < fewest * amounts.size(); i++) {
            Ticket head = line.head().orElseThrow();
            line.serve(head);
            served.add(head.rank().tenant());
        }

        Map<String, Long> counts =
                served.stream().collect(Collectors.groupingBy(each -> each, Collectors.counting()));
        assertThat(counts.values()).hasSize(amounts.size()).containsOnly((long) fewest);
    }

    @Property
    void shouldPutLinesTogetherInTheOrderInWhichTheyCame(
            @ForAll @Size(max = 20) List<@IntRange(max = 2) Integer> tenants) {
        Line one = new Line();
        Line other = new Line();
        List<Ticket> all = new ArrayList<>();
        for (int i = 0; i < tenants.size(); i++) {
            Ticket ticket = ticket(i, 0, "t" + tenants.get(i));
            (i % 2 == 0 ? one : other).add(ticket);
            all.add(ticket);
        }

        one.addInOrder(other.remove(_ -> true));

        assertThat(other.size()).isZero();
        assertThat(one.size()).isEqualTo(all.size());
        while (one.head().isPresent()) {
            Ticket head = one.head().get();
            assertIsNext(head, all);
            one.serve(head);
            all.remove(head);
        }
        assertThat(all).isEmpty();
    }

    @Test
    void shouldMakeRoomForTheMoreUrgentAndForWhoHasLess() {
        Line line = new Line();
        Ticket early = ticket(0, 0, "many");
        Ticket late = ticket(1, 0, "many");
        Ticket few = ticket(2, 0, "few");
        List.of(early, late, few).forEach(line::add);

        assertThat(line.displacedBy(new Rank(0, "new"))).contains(late);
        assertThat(line.displacedBy(new Rank(0, "few"))).isEmpty();
        assertThat(line.displacedBy(new Rank(0, "many"))).isEmpty();
        assertThat(line.displacedBy(new Rank(-1, "new"))).isEmpty();
        assertThat(line.displacedBy(new Rank(1, "many"))).contains(late);
        line.remove(late);
        assertThat(line.displacedBy(new Rank(0, "new"))).isEmpty();
        line.add(ticket(3, -1, "batch"));
        assertThat(line.displacedBy(new Rank(0, "new")).orElseThrow().number()).isEqualTo(3);
    }

    private static Ticket ticket(int number, int priority, String tenant) {
        return new Ticket(new Ranked(new Rank(priority, tenant)), number, LANE, false, false);
    }

    private record Ranked(Rank rank) implements Waiter {

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
