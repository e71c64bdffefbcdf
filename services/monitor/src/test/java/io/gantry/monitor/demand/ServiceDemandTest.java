package io.gantry.monitor.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.autoscale.llm.DayPattern;
import io.gantry.events.DemandForgotten;
import io.gantry.events.DemandLearned;
import io.gantry.monitor.fleet.ServiceId;
import io.gantry.monitor.listen.Share;
import io.gantry.monitor.listen.Shares;
import io.gantry.monitor.listen.Tenure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceDemandTest {

    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final ServiceId LLM = new ServiceId("default", "llm");

    private final Share share = Shares.whole(START);
    private final ServiceDemand demand = new ServiceDemand();

    @Test
    void shouldTellAQuarterWhenItIsOverWithAllRevisions() {
        List<DayPattern> told = look(0, 930, 400, 200);

        assertThat(told).hasSize(1);
        assertThat(told.getFirst().since()).isEqualTo(START);
        assertThat(told.getFirst().levels()).containsExactly(600);
        assertThat(told.getFirst().carries()).as("of the one with most to do").isEqualTo(400);
    }

    /// The first part of the quarter was another monitor's, and this one saw too little of it.
    @Test
    void shouldTakeUpWhatAnotherMonitorToldAndBeginItsQuarterAnew() {
        demand.accept(learned(5, 300, 100));
        look(0, 700, 400);
        Shares.end(share);
        Shares.begin(share, START.plusSeconds(700));

        List<DayPattern> told = look(700, 930, 800);

        assertThat(told.getFirst().levels()).containsExactly(300, 100, -1);
        assertThat(told.getFirst().since()).isEqualTo(START.minusSeconds(1_800));
    }

    @Test
    void shouldNotCountWhileNobodyKnowsWhoseTheServiceIs() {
        look(0, 400, 100);
        for (int second = 400; second < 800; second += 2) {
            demand.note("a", new Measured(9_000, 0));
            demand.skip();
        }

        assertThat(look(800, 930, 100).getFirst().levels()).containsExactly(100);
    }

    @Test
    void shouldTakeInWhatIsNewerOnly() {
        demand.accept(learned(5, 300));
        demand.accept(learned(4, 200));
        demand.accept(learned(5, 100));
        assertThat(demand.pattern().levels()).containsExactly(300);
        assertThat(demand.told()).isTrue();

        demand.accept(new DemandForgotten("default", "llm", 6));
        demand.accept(learned(5, 300));
        assertThat(demand.pattern().anyDemand()).isFalse();
        assertThat(demand.told()).isFalse();
    }

    /// Which tells a language model from others, also while it is at zero.
    @Test
    void shouldRememberWhetherTokensWereAskedFor() {
        demand.note("a", Measured.NOTHING);
        assertThat(demand.asked()).isFalse();
        demand.note("a", new Measured(3, 0));
        demand.note("a", Measured.NOTHING);
        demand.skip();
        assertThat(demand.asked()).isTrue();

        demand.accept(new DemandForgotten("default", "llm", 6));
        assertThat(demand.asked()).isFalse();
        demand.accept(learned(7, 300));
        assertThat(demand.asked()).isTrue();
    }

    /// Looks every two seconds.
    ///
    /// @param demands tokens a second, of each revision; as much as one carries
    private List<DayPattern> look(int from, int to, double... demands) {
        Tenure tenure = share.tenure(LLM).orElseThrow();
        List<DayPattern> told = new ArrayList<>();
        for (int second = from; second < to; second += 2) {
            for (int revision = 0; revision < demands.length; revision++) {
                demand.note("r" + revision, new Measured(demands[revision], demands[revision]));
            }
            DayPattern pattern = demand.look(tenure, START.plusSeconds(second));
            if (pattern != null) {
                told.add(pattern);
            }
        }
        return told;
    }

    private static DemandLearned learned(long generation, Integer... levels) {
        Duration before = Duration.ofMinutes(15).multipliedBy(levels.length);
        return new DemandLearned(
                "default", "llm", generation, START.minus(before), List.of(levels), 100);
    }
}
