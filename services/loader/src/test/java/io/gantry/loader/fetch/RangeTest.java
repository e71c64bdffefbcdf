package io.gantry.loader.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RangeTest {

    /// Whatever was there before: the parts are what is missing, each byte once and in order.
    @Property
    void shouldCutWhatIsLeftWithoutGapAndOverlap(
            @ForAll @LongRange(max = 1_000_000) long from,
            @ForAll @LongRange(max = 1_000_000) long left,
            @ForAll @LongRange(min = 1_000, max = 2_000_000) long size) {
        long to = from + left;
        List<Range> parts = Range.split(from, to, size);

        long at = from;
        for (Range part : parts) {
            assertThat(part.from()).isEqualTo(at);
            assertThat(part.to()).isGreaterThan(part.from());
            at = part.to();
        }
        assertThat(at).isEqualTo(to);
    }

    /// So that memory is bounded, and requests are no more than they have to be.
    @Property
    void shouldMakeAllPartsButTheLastAsLargeAsTheyMayBe(
            @ForAll @LongRange(max = 200_000_000_000L) long left,
            @ForAll @LongRange(min = 8_000_000, max = 64_000_000) long size) {
        List<Range> parts = Range.split(0, left, size);

        assertThat(parts).hasSize((int) ((left + size - 1) / size));
        assertThat(parts.stream().limit(Math.max(0, parts.size() - 1)))
                .allMatch(part -> part.to() - part.from() == size);
        assertThat(parts).allMatch(part -> part.to() - part.from() <= size);
    }

    /// Near the largest number, where sums overflow.
    @Property
    void shouldNotOverflow(@ForAll @LongRange(min = 1, max = 1_000) long left) {
        long to = Long.MAX_VALUE - 1;

        assertThat(Range.split(to - left, to, Long.MAX_VALUE))
                .containsExactly(new Range(to - left, to));
    }

    @Test
    void shouldSpeakHttp() {
        assertThat(new Range(0, 1).header()).isEqualTo("bytes=0-0");
        assertThat(new Range(100, 300).header()).isEqualTo("bytes=100-299");
        assertThat(Range.toEnd(7).header()).isEqualTo("bytes=7-");
        assertThat(Range.toEnd(0).whole()).isTrue();
        assertThat(new Range(0, 10).whole()).isFalse();
        assertThatThrownBy(() -> new Range(3, 2)).hasMessageContaining("3 to 2");
    }
}
