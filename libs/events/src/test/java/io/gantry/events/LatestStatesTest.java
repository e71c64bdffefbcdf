package io.gantry.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LatestStatesTest {

    @Property
    void shouldEndTheSameWhateverTheOrderAndHoweverOften(
            @ForAll("histories") List<ScalingEvent> history, @ForAll Random random) {
        // Given the states that in-order delivery ends with
        LatestStates<ScalingEvent> inOrder = new LatestStates<>();
        history.forEach(inOrder::accept);

        // When everything arrives twice and shuffled
        List<ScalingEvent> shuffled = new ArrayList<>(history);
        shuffled.addAll(history);
        Collections.shuffle(shuffled, random);
        LatestStates<ScalingEvent> replayed = new LatestStates<>();
        shuffled.forEach(replayed::accept);

        // Then nothing differs
        assertThat(replayed.present()).containsExactlyInAnyOrderElementsOf(inOrder.present());
    }

    @Test
    void shouldNotBringBackWhatWasRemoved() {
        LatestStates<ScalingEvent> states = new LatestStates<>();
        ScalingEvent decided = new ScalingDecided("ns", "m", "m-00001", 1, 1, "", Map.of());

        states.accept(decided);
        states.accept(new ScalingRemoved("ns", "m", "m-00001", 2));

        assertThat(states.accept(decided)).isFalse();
        assertThat(states.get(decided.key())).isEmpty();
        assertThat(states.present()).isEmpty();
    }

    @Property
    void shouldCountUpWhateverTheClockDoes(@ForAll List<Integer> seconds) {
        Instant[] now = {Instant.EPOCH};
        LogicalClock clock =
                new LogicalClock(InstantSource.offset(() -> now[0], java.time.Duration.ZERO));
        long last = clock.next();
        for (int second : seconds) {
            now[0] = Instant.EPOCH.plusSeconds(second);
            long next = clock.next();
            assertThat(next).isGreaterThan(last);
            last = next;
        }
        clock.witness(last + 1000);
        assertThat(clock.next()).isGreaterThan(last + 1000);
    }

    /// Per key every generation once, as the one writer of a topic makes them.
    @Provide
    Arbitrary<List<ScalingEvent>> histories() {
        Arbitrary<Integer> key = Arbitraries.integers().between(0, 3);
        Arbitrary<Boolean> removed = Arbitraries.of(true, false);
        return Combinators.combine(key, removed)
                .as(Map::entry)
                .list()
                .ofMaxSize(20)
                .map(steps -> {
                    List<ScalingEvent> events = new ArrayList<>();
                    steps.forEach(step ->
                            events.add(event(step.getKey(), events.size() + 1L, step.getValue())));
                    return events;
                });
    }

    private static ScalingEvent event(int key, long generation, boolean removed) {
        String revision = Revision.nameOf("m", key);
        return removed
                ? new ScalingRemoved("ns", "m", revision, generation)
                : new ScalingDecided(
                        "ns", "m", revision, generation, (int) generation, "", Map.of());
    }
}
