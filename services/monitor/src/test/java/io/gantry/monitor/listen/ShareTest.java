package io.gantry.monitor.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.monitor.fleet.ServiceId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class ShareTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final ServiceId SERVICE = new ServiceId("default", "m");

    /// However Kafka divides the partitions, each service has one owner.
    @Property
    void shouldGiveEachServiceOneOwner(
            @ForAll @AlphaChars @NotEmpty String name,
            @ForAll @IntRange(min = 1, max = 12) int partitions,
            @ForAll Set<@IntRange(max = 11) Integer> ofOne) {
        Share one = share(partitions, ofOne::contains);
        Share other = share(partitions, partition -> !ofOne.contains(partition));
        ServiceId service = new ServiceId("default", name);

        assertThat(one.owns(service)).isNotEqualTo(other.owns(service));
        assertThat(one.ownsCluster()).isNotEqualTo(other.ownsCluster());
    }

    @Test
    void shouldOwnNothingBeforeTheFormerOwnersWordsWereRead() {
        Share share = new Share(new SimpleMeterRegistry());
        share.assigned(Map.of(0, 7L), 1, member(), START);
        share.confirm(true, System.nanoTime());

        assertThat(share.tenure(SERVICE)).isPresent();
        assertThat(share.owns(SERVICE)).isFalse();

        share.unsettled().forEach(Tenure::settle);

        assertThat(share.owns(SERVICE)).isTrue();
        assertThat(share.unsettled()).isEmpty();
    }

    /// A process that was held wakes with what it knew, and an old answer of Kafka's.
    @Test
    void shouldOwnNothingOnAnOldAnswer() {
        Share share = Shares.whole(START);
        assertThat(share.owns(SERVICE)).isTrue();

        share.confirm(true, System.nanoTime() - Duration.ofSeconds(4).toNanos());
        assertThat(share.owns(SERVICE)).isFalse();
        assertThat(share.tenure(SERVICE)).isPresent();

        share.confirm(true, System.nanoTime());
        assertThat(share.owns(SERVICE)).isTrue();

        share.confirm(false, System.nanoTime());
        assertThat(share.owns(SERVICE)).isFalse();
        assertThat(share.ownsCluster()).isFalse();
    }

    @Test
    void shouldBeginAnotherTenureWithEachAssignmentAndKeepWhatStays() {
        Share share = new Share(new SimpleMeterRegistry());
        share.assigned(Map.of(0, 0L, 1, 0L), 2, member(), START);
        Tenure stays = tenure(share, 0);
        Tenure goes = tenure(share, 1);
        long changes = share.changes();

        share.revoked(Set.of(1));
        share.assigned(Map.of(1, 5L), 2, member(), START.plusSeconds(10));

        assertThat(tenure(share, 0)).isSameAs(stays);
        assertThat(tenure(share, 1)).isNotSameAs(goes);
        assertThat(tenure(share, 1).since()).isEqualTo(START.plusSeconds(10));
        assertThat(share.changes()).isGreaterThan(changes);
    }

    /// Another number of partitions puts services elsewhere.
    @Test
    void shouldBeginAnewWhenTheTopicGrows() {
        Share share = new Share(new SimpleMeterRegistry());
        share.assigned(Map.of(0, 0L), 1, member(), START);
        Tenure before = tenure(share, 0);

        share.assigned(Map.of(1, 0L), 2, member(), START.plusSeconds(10));

        assertThat(share.tenures()).extracting(Tenure::partition).containsExactlyInAnyOrder(0, 1);
        assertThat(tenure(share, 0)).isNotSameAs(before);
    }

    private static Share share(int partitions, Function<Integer, Boolean> mine) {
        Share share = new Share(new SimpleMeterRegistry());
        share.assigned(
                IntStream.range(0, partitions)
                        .boxed()
                        .filter(mine::apply)
                        .collect(Collectors.toMap(Function.identity(), _ -> 0L)),
                partitions,
                member(),
                START);
        share.unsettled().forEach(Tenure::settle);
        share.confirm(true, System.nanoTime());
        return share;
    }

    private static Tenure tenure(Share share, int partition) {
        return share.tenures().stream()
                .filter(tenure -> tenure.partition() == partition)
                .findFirst()
                .orElseThrow();
    }

    private static Share.Member member() {
        return new Share.Member("group", "member");
    }
}
