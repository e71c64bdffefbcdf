package io.gantry.bench.scaling;

import io.gantry.autoscale.llm.LlmScaling;
import io.gantry.autoscale.llm.LlmSignals;
import io.gantry.autoscale.llm.LlmSpec;
import io.gantry.autoscale.llm.LlmState;
import java.time.Instant;

/// Gantry's default for language models.
final class GantryAutoscaler implements Autoscaler {

    private final LlmSpec spec;
    private LlmState state = LlmState.start(Instant.EPOCH);

    GantryAutoscaler(LlmSpec spec) {
        this.spec = spec;
    }

    @Override
    public int decide(Observation seen) {
        LlmSignals signals =
                new LlmSignals(
                        Instant.ofEpochMilli((long) (seen.now() * 1000)),
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
        LlmScaling.Result result = LlmScaling.decide(spec, state, seen.wanted(), signals);
        state = result.state();
        return result.decided().replicas();
    }
}
