package io.gantry.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.AlertOpened;
import io.gantry.events.Event;
import io.gantry.events.ScalingDecided;
import io.gantry.events.Severity;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WaitingTest {

    @Test
    void shouldKeepOnlyTheNewestStateBehindTheOneUnderWay() {
        Waiting waiting = new Waiting(10);
        Waiting.Entry first = state(1);

        assertThat(waiting.add(first).first()).isTrue();
        assertThat(waiting.add(state(2)).first()).isFalse();
        assertThat(waiting.add(state(3)).dropped()).isFalse();

        assertThat(waiting.size()).isEqualTo(2);
        assertThat(waiting.taken(first)).map(Waiting.Entry::event).contains(state(3).event());
    }

    @Test
    void shouldSendTheNewestStateInsteadOfOneThatFailed() {
        Waiting waiting = new Waiting(10);
        Waiting.Entry failed = state(1);
        waiting.add(failed);
        waiting.add(state(2));

        assertThat(waiting.latest(failed).event()).isEqualTo(state(2).event());
        assertThat(waiting.size()).isEqualTo(1);
    }

    @Test
    void shouldDropTheOldestOfWhatIsNoStateWhenThereIsNoRoom() {
        Waiting waiting = new Waiting(2);
        Waiting.Entry underWay = alert(1);
        waiting.add(underWay);
        waiting.add(alert(2));

        assertThat(waiting.add(alert(3)).dropped()).isTrue();
        assertThat(waiting.latest(underWay)).isEqualTo(underWay);
        assertThat(waiting.taken(underWay)).map(Waiting.Entry::event).contains(alert(3).event());
    }

    /// Whatever fails and succeeds in between, the newest state arrives and nothing older after it.
    @Property
    void shouldEndWithTheNewestStateInOrder(@ForAll @Size(max = 30) List<Boolean> outcomes) {
        Waiting waiting = new Waiting(100);
        List<Long> arrived = new ArrayList<>();
        Waiting.Entry underWay = state(0);
        waiting.add(underWay);
        long generation = 0;
        for (boolean taken : outcomes) {
            waiting.add(state(++generation));
            if (taken) {
                arrived.add(generationOf(underWay));
                underWay = waiting.taken(underWay).orElseThrow();
            } else {
                underWay = waiting.latest(underWay);
            }
        }
        while (true) {
            arrived.add(generationOf(underWay));
            var next = waiting.taken(underWay);
            if (next.isEmpty()) {
                break;
            }
            underWay = next.get();
        }

        assertThat(arrived).isSorted().doesNotHaveDuplicates().endsWith(generation);
        assertThat(waiting.size()).isZero();
    }

    private static long generationOf(Waiting.Entry entry) {
        return ((ScalingDecided) entry.event()).generation();
    }

    private static Waiting.Entry state(long generation) {
        return entry(new ScalingDecided("ns", "m", "m-00001", generation, 1, "", Map.of()));
    }

    private static Waiting.Entry alert(int number) {
        return entry(new AlertOpened("ns", "m", "a", Severity.WARNING, "" + number, Instant.EPOCH));
    }

    private static Waiting.Entry entry(Event event) {
        return new Waiting.Entry(event, Context.root());
    }
}
