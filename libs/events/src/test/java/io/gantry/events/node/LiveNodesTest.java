package io.gantry.events.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.NodeObserved;
import io.gantry.events.NodeRemoved;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LiveNodesTest {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final LiveNodes nodes = new LiveNodes();
    private long generation;

    @Test
    void shouldKnowWhoWasHeardOf() {
        assertThat(hear("b", 0)).isTrue();
        assertThat(hear("a", 1)).isTrue();
        assertThat(hear("b", 2)).isFalse();

        assertThat(names()).containsExactly("a", "b");
    }

    @Test
    void shouldTakeForGoneWhoIsSilentForThreeIntervalsWhileOthersSpeak() {
        hear("dead", 0);
        for (int seconds : List.of(5, 15, 25)) {
            hear("alive", seconds);
            assertThat(names()).contains("dead");
        }

        assertThat(hear("alive", 35)).isTrue();

        assertThat(names()).containsExactly("alive");
        assertThat(hear("dead", 36)).isTrue();
        assertThat(names()).containsExactly("alive", "dead");
    }

    @Test
    void shouldNotTakeKafkasSilenceForTheirs() {
        hear("a", 0);
        hear("b", 1);

        assertThat(hear("a", 3600)).isFalse();

        assertThat(names()).containsExactly("a", "b");
    }

    @Test
    void shouldForgetAtOnceWhoWasStopped() {
        hear("a", 0);
        hear("b", 0);

        assertThat(nodes.accept(new NodeRemoved("a", ++generation), 1)).isTrue();

        assertThat(names()).containsExactly("b");
    }

    @Test
    void shouldNoticeOtherLabelsAndResources() {
        hear("a", 0);

        assertThat(nodes.accept(event("a", Map.of("zone", "b"), Map.of()), 1)).isTrue();
        assertThat(nodes.accept(event("a", Map.of("zone", "b"), Map.of("x/y", 1L)), 2)).isTrue();
        assertThat(nodes.accept(event("a", Map.of("zone", "b"), Map.of("x/y", 1L)), 3)).isFalse();
    }

    @Test
    void shouldNotLetAReplayedEventStandForANode() {
        NodeObserved old = event("dead", Map.of(), Map.of());
        nodes.accept(old, 0);
        for (int seconds = 5; seconds < 60; seconds += 10) {
            hear("alive", seconds);
            nodes.accept(old, Duration.ofSeconds(seconds).toNanos());
        }

        assertThat(names()).containsExactly("alive");
    }

    /// Whatever the silences, who speaks as often as promised is there.
    @Property
    void shouldNeverLoseANodeThatKeepsItsPromise(
            @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 100) Integer> pauses) {
        LiveNodes some = new LiveNodes();
        List<String> heard = new ArrayList<>();
        long seconds = 0;
        long count = 0;
        for (int pause : pauses) {
            seconds += pause;
            for (String name : List.of("a", "b", "c")) {
                NodeObserved event =
                        new NodeObserved(name, ++count, Map.of(), Map.of(), INTERVAL.toMillis());
                some.accept(event, Duration.ofSeconds(seconds).toNanos());
            }
            heard = List.of("a", "b", "c");
        }

        assertThat(some.present()).extracting(Node::name).isEqualTo(heard);
    }

    private boolean hear(String node, int seconds) {
        return nodes.accept(event(node, Map.of(), Map.of()), Duration.ofSeconds(seconds).toNanos());
    }

    private NodeObserved event(
            String node, Map<String, String> labels, Map<String, Long> resources) {
        return new NodeObserved(node, ++generation, labels, resources, INTERVAL.toMillis());
    }

    private List<String> names() {
        return nodes.present().stream().map(Node::name).toList();
    }
}
