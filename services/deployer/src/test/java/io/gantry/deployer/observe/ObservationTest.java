package io.gantry.deployer.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.deployer.placement.Decision;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.PredictorState;
import io.gantry.deployer.platform.Replica;
import io.gantry.deployer.platform.Replica.Condition;
import io.gantry.events.Endpoint;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.events.PredictorObserved;
import io.gantry.events.PredictorObserved.Phase;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObservationTest {

    private static final PredictorKey KEY = new PredictorKey("ml", "iris", "iris-00001");

    private static final Failure KILLED =
            Failure.of(FailureReason.OUT_OF_MEMORY, "It was killed.", "Give it more.");

    /// A deployer that has just started has not seen how the replica got ready.
    @Test
    void shouldKeepWhatIsPublishedOfAStartThatThePlatformHasNotSeen() {
        PredictorObserved before = observed(state(List.of(replica(30L, 90L, 0))), null);

        Endpoint now = endpoint(state(List.of(replica(null, null, 0))), before);

        assertThat(now.startMillis()).isEqualTo(30);
        assertThat(now.coldStartMillis()).isEqualTo(90);
    }

    @Test
    void shouldNotTakeTheStartOfAnEarlierProcessForThatOfTheNext() {
        PredictorObserved before = observed(state(List.of(replica(30L, 90L, 0))), null);

        Endpoint now = endpoint(state(List.of(replica(null, null, 1))), before);

        assertThat(now.startMillis()).isNull();
        assertThat(now.coldStartMillis()).isEqualTo(90);
    }

    @Test
    void shouldTakeWhatThePlatformHasSeenForTheLatest() {
        PredictorObserved before = observed(state(List.of(replica(30L, 90L, 0))), null);

        Endpoint now = endpoint(state(List.of(replica(20L, 90L, 1))), before);

        assertThat(now.startMillis()).isEqualTo(20);
    }

    @Test
    void shouldTellWhatKeepsSomeReplicasFromServingUntilNothingDoes() {
        PredictorObserved one = observed(state(List.of(replica(30L, 90L, 0)), KILLED), null);

        assertThat(one.phase()).isEqualTo(Phase.READY);
        assertThat(one.failure()).isEqualTo(KILLED);

        assertThat(observed(state(List.of(replica(30L, 90L, 0))), one).failure()).isNull();
    }

    private static Endpoint endpoint(PredictorState state, PredictorObserved before) {
        return observed(state, before).endpoints().getFirst();
    }

    private static PredictorObserved observed(
            PredictorState state, @Nullable PredictorObserved before) {
        return (PredictorObserved)
                new Observation(KEY, new Decision.Keep(2), state, "node", "kubernetes", before)
                        .event(1);
    }

    private static PredictorState state(List<Replica> replicas) {
        return state(replicas, null);
    }

    private static PredictorState state(List<Replica> replicas, @Nullable Failure failure) {
        return PredictorState.of(KEY, "uid", "any", replicas, failure, Map.of());
    }

    private static Replica replica(
            @Nullable Long startMillis, @Nullable Long coldStartMillis, int restarts) {
        return new Replica(
                "p",
                "gpu-1",
                "10.0.0.1",
                8080,
                null,
                null,
                null,
                Condition.READY,
                true,
                startMillis,
                coldStartMillis,
                restarts,
                0);
    }
}
