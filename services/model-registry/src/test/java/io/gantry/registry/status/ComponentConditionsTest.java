package io.gantry.registry.status;

import static io.gantry.registry.status.Scene.START;
import static io.gantry.registry.status.Scene.predictor;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.ComponentState;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.events.PredictorObserved;
import io.gantry.events.PredictorObserved.Phase;
import io.gantry.kserve.api.Condition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a transformer and an explainer have to do with a service's readiness.
class ComponentConditionsTest {

    private static final Failure CRASHED =
            Failure.of(FailureReason.CRASH_LOOP, "It ended.", "Look at the end of its log.");

    @Test
    void shouldNotBeReadyBeforeTheTransformerIs() {
        Scene scene =
                Scene.withTransformer()
                        .at(9, component(9, new ComponentState("transformer", 1, 0, null)));
        assertThat(scene.condition("TransformerReady").status()).isEqualTo("Unknown");
        assertThat(scene.condition("Ready").status()).isEqualTo("Unknown");
        assertThat(scene.condition("PredictorReady").status()).isEqualTo("True");

        scene.at(20, component(20, new ComponentState("transformer", 1, 0, CRASHED)));
        assertThat(scene.condition("TransformerReady"))
                .extracting(Condition::status, Condition::reason, Condition::lastTransitionTime)
                .containsExactly("False", "CrashLoop", at(20));
        assertThat(scene.condition("IngressReady"))
                .extracting(Condition::status, Condition::reason)
                .containsExactly("False", "TransformerNotReady");
        assertThat(scene.condition("Ready"))
                .extracting(Condition::status, Condition::reason)
                .containsExactly("False", "CrashLoop");
        assertThat(scene.condition("Ready").message()).isEqualTo(CRASHED.sentences());

        scene.at(30, component(30, new ComponentState("transformer", 2, 1, CRASHED)));
        assertThat(scene.status().conditions()).extracting(Condition::status).containsOnly("True");
        assertThat(scene.condition("TransformerReady").message())
                .startsWith("1 of 2 replicas are ready. CrashLoop: ");
        assertThat(scene.condition("Ready").lastTransitionTime()).isEqualTo(at(30));

        scene.at(40, component(40, new ComponentState("transformer", 2, 0, null)));
        assertThat(scene.condition("TransformerReady"))
                .extracting(Condition::status, Condition::reason, Condition::message)
                .containsExactly(
                        "False", "MinimumReplicasUnavailable", "0 of 2 replicas are ready");
    }

    /// The platform `local` runs predictors only.
    @Test
    void shouldNotWaitForATransformerThatNobodyRuns() {
        Scene scene = Scene.withTransformer().at(9, predictor(1, 9, Phase.READY));

        assertThat(scene.status().conditions())
                .extracting(Condition::type)
                .doesNotContain("TransformerReady");
        assertThat(scene.condition("Ready").status()).isEqualTo("True");
    }

    @Test
    void shouldSayNothingOfATransformerThatTheServiceHasNoMore() {
        Scene scene =
                Scene.simple()
                        .at(9, component(9, new ComponentState("transformer", 1, 0, CRASHED)));

        assertThat(scene.condition("Ready").status()).isEqualTo("True");
    }

    private static PredictorObserved component(long generation, ComponentState state) {
        PredictorObserved ready = predictor(1, generation, Phase.READY);
        return new PredictorObserved(
                ready.namespace(),
                ready.name(),
                ready.revision(),
                generation,
                ready.phase(),
                ready.desiredReplicas(),
                ready.endpoints(),
                ready.runtime(),
                null,
                Map.of(),
                "kubernetes",
                Map.of(),
                List.of(state));
    }

    private static String at(long second) {
        return START.plusSeconds(second).toString();
    }
}
