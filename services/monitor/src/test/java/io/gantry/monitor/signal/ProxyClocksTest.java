package io.gantry.monitor.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ProxyClocksTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final ProxyClocks clocks = new ProxyClocks();

    /// Whatever a proxy's clock says, after three seconds of samples it is known.
    @Property
    void shouldLearnAnyClock(
            @ForAll @IntRange(min = -86_400, max = 86_400) int ahead,
            @ForAll @Size(5) List<@IntRange(max = 200) Integer> delays) {
        ProxyClocks fresh = new ProxyClocks();
        for (int second = 0; second < 5; second++) {
            Instant taken = START.plusSeconds(second);
            Instant now = taken.plusMillis(delays.get(second));

            Instant corrected = fresh.correct("proxy-1", taken.plusSeconds(ahead), now);

            assertThat(corrected).isBeforeOrEqualTo(now);
            if (second >= 3) {
                assertThat(corrected).isAfterOrEqualTo(now.minusMillis(5_500));
            }
        }
    }

    /// What was held up somewhere says itself how old it is.
    @Property
    void shouldNotTakeABacklogForAWrongClock(
            @ForAll @IntRange(min = 1, max = 3_600) int seconds,
            @ForAll @IntRange(max = 5) int millisBetween) {
        ProxyClocks fresh = new ProxyClocks();
        Instant now = START.plusSeconds(seconds);
        for (int second = 0; second <= seconds; second++) {
            Instant at = START.plusSeconds(second);

            assertThat(fresh.correct("proxy-1", at, now)).isEqualTo(at.isAfter(now) ? now : at);

            now = now.plusMillis(millisBetween);
        }
    }

    @Test
    void shouldFollowAClockThatIsSet() {
        for (int second = 0; second < 5; second++) {
            assertThat(clocks.correct("proxy-1", at(second), at(second))).isEqualTo(at(second));
        }
        for (int second = 5; second < 10; second++) {
            Instant corrected = clocks.correct("proxy-1", at(second - 600), at(second));
            assertThat(corrected).isEqualTo(second < 7 ? at(second - 600) : at(second));
        }
        for (int second = 10; second < 15; second++) {
            assertThat(clocks.correct("proxy-1", at(second), at(second))).isEqualTo(at(second));
        }
    }

    @Test
    void shouldTellProxiesApart() {
        for (int second = 0; second < 5; second++) {
            var _ = clocks.correct("behind", at(second - 600), at(second));
        }

        assertThat(clocks.correct("behind", at(5 - 600), at(5))).isEqualTo(at(5));
        assertThat(clocks.correct("right", at(5), at(5))).isEqualTo(at(5));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
