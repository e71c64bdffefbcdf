package io.gantry.monitor.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Endpoint;
import io.gantry.events.PredictorObserved;
import io.gantry.events.PredictorRemoved;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ColdStartsTest {

    private final ColdStarts starts = new ColdStarts();

    @Test
    void shouldCountFromTheCreationOfAReplicaWhereThatIsKnown() {
        assertThat(ColdStarts.of(replica("a", 20_000L, 90_000L))).contains(Duration.ofSeconds(90));
        assertThat(ColdStarts.of(replica("a", 20_000L, null))).contains(Duration.ofSeconds(20));
        assertThat(ColdStarts.of(replica("a", null, null))).isEmpty();
    }

    /// A node without the image, once, is no reason to expect that of the next.
    @Test
    void shouldNotBeSpoiledByOneReplica() {
        starts.observed(List.of(replica("a", 1L, 30_000L)));
        starts.observed(List.of(replica("a", 1L, 30_000L), replica("b", 1L, 900_000L)));
        assertThat(starts.usual()).contains(Duration.ofSeconds(30));

        starts.observed(List.of(replica("b", 1L, 900_000L), replica("c", 1L, 40_000L)));
        assertThat(starts.usual()).contains(Duration.ofSeconds(40));
    }

    @Test
    void shouldCountEachReplicaOnceAndOnlyTheNewest() {
        for (int i = 0; i < 3; i++) {
            starts.observed(List.of(replica("slow", 1L, 900_000L)));
        }
        for (int i = 0; i < 5; i++) {
            starts.observed(List.of(replica("r" + i, 1L, 10_000L + i)));
        }

        assertThat(starts.usual()).contains(Duration.ofMillis(10_002));
    }

    @Test
    void shouldBeKnownWhileNoReplicaIsThereUntilTheRevisionIsGone() {
        Fleet fleet = new Fleet();
        RevisionId id = new RevisionId("default", "m", "m-00001");
        assertThat(fleet.coldStart(id)).isEmpty();

        fleet.accept(observed(1, replica("a", 5_000L, 60_000L)));
        fleet.accept(observed(2));
        assertThat(fleet.coldStart(id)).contains(Duration.ofMinutes(1));

        fleet.accept(new PredictorRemoved("default", "m", "m-00001", 3));
        assertThat(fleet.coldStart(id)).isEmpty();
    }

    /// Half of the newest five took no longer, and half of them no less.
    @Property
    void shouldTellTheMedianOfTheNewest(
            @ForAll @Size(min = 5, max = 20) List<@LongRange(min = 0, max = 1_000) Long> took) {
        ColdStarts all = new ColdStarts();
        for (int i = 0; i < took.size(); i++) {
            all.observed(List.of(replica("r" + i, 1L, took.get(i))));
        }

        long median = all.usual().orElseThrow().toMillis();

        List<Long> newest = took.subList(took.size() - 5, took.size());
        assertThat(newest).filteredOn(each -> each <= median).hasSizeGreaterThanOrEqualTo(3);
        assertThat(newest).filteredOn(each -> each >= median).hasSizeGreaterThanOrEqualTo(3);
    }

    private static PredictorObserved observed(long generation, Endpoint... replicas) {
        return new PredictorObserved(
                "default",
                "m",
                "m-00001",
                generation,
                PredictorObserved.Phase.READY,
                replicas.length,
                List.of(replicas),
                "onnx",
                null);
    }

    private static Endpoint replica(String id, @Nullable Long process, @Nullable Long creation) {
        return new Endpoint(id, "h", 1, "n", true, process, null, null, null, creation);
    }
}
