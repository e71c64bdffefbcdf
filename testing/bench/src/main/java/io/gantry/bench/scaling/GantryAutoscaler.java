package io.gantry.bench.scaling;

import io.gantry.autoscale.llm.DayPattern;
import io.gantry.autoscale.llm.LlmScaling;
import io.gantry.autoscale.llm.LlmSignals;
import io.gantry.autoscale.llm.LlmSpec;
import io.gantry.autoscale.llm.LlmState;
import io.gantry.autoscale.llm.QuarterMean;
import io.gantry.autoscale.llm.Usual;
import java.time.Instant;

/// Gantry's default for language models.
final class GantryAutoscaler implements Autoscaler {

    /// A Monday.
    private static final Instant BEGIN = Instant.parse("2026-03-02T00:00:00Z");

    private final LlmSpec spec;
    private final boolean remembers;
    private LlmState state = LlmState.start(BEGIN);
    private DayPattern pattern = DayPattern.NONE;
    private QuarterMean quarter = QuarterMean.start(BEGIN);

    /// @param remembers whether the demand of other days counts
    GantryAutoscaler(LlmSpec spec, boolean remembers) {
        this.spec = spec;
        this.remembers = remembers;
    }

    @Override
    public int decide(Observation seen) {
        Instant now = BEGIN.plusMillis((long) (seen.now() * 1000));
        LlmSignals signals =
                new LlmSignals(
                        now,
                        seen.ready(),
                        0,
                        seen.running(),
                        seen.waiting(),
                        seen.shortest(),
                        0,
                        seen.kvUse(),
                        new LlmSignals.Done(
                                seen.done().tokens(),
                                seen.done().firstTokens(),
                                seen.done().firstTokenSeconds()));
        LlmScaling.Result result =
                LlmScaling.decide(
                        spec, state.knowing(new Usual(pattern, 1)), seen.wanted(), signals);
        state = result.state();
        if (remembers) {
            remember(result, now);
        }
        return result.decided().replicas();
    }

    private void remember(LlmScaling.Result result, Instant now) {
        if (quarter.over(now)) {
            pattern = pattern.with(quarter, result.carries());
            quarter = quarter.next(now);
        }
        result.demand().ifPresent(demand -> quarter = quarter.with(now, demand));
    }
}
