package io.gantry.deployer.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.deployer.whole.RemovalTest.LongDrain;
import io.gantry.events.PredictorObserved.Phase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The drain is for requests that are under way in a replica. Where there can be none, nobody waits
/// for it: each removal here comes long before the drain would be over.
@QuarkusTest
@TestProfile(LongDrain.class)
class RemovalTest {

    private final Topics topics;

    RemovalTest(Topics topics) {
        this.topics = topics;
    }

    @BeforeEach
    void publishRuntime() {
        topics.publish(TestModel.runtime("text-server"));
    }

    @Test
    void shouldRemoveAtOnceWhatIsAtZero() {
        // Given
        TestModel model = new TestModel("at-zero");
        var predictor = model.predictor().put("minReplicas", 0);
        topics.publish(
                model.scaled(1, 0),
                model.cached("unused"),
                model.applied(model.revision(1, 100, predictor)));
        topics.awaitPhase(model, 1, Phase.STANDBY);

        // When
        topics.publish(model.deleted());

        // Then
        topics.awaitRemoved(model, 1);
        assertThat(Replicas.processes(model)).isEmpty();
    }

    @Test
    void shouldRemoveAtOnceWhatWasNeverReady() {
        // Given
        TestModel model = new TestModel("never-ready");
        topics.publish(
                model.cached("unused"),
                model.applied(model.revision(1, 100, model.predictor("--never-ready"))));
        topics.awaitState(model, 1, observed -> observed.endpoints().size() == 1);

        // When
        topics.publish(model.deleted());

        // Then
        topics.awaitRemoved(model, 1);
        assertThat(Replicas.processes(model)).isEmpty();
    }

    @Test
    void shouldRemoveWhenTheLastProcessHasEndedByItself() {
        // Given
        TestModel model = new TestModel("ends-early");
        topics.publish(
                model.cached("here"), model.applied(model.revision(1, 100, model.predictor())));
        topics.awaitReady(model, 1, 1);
        topics.publish(model.deleted());
        topics.awaitState(model, 1, observed -> Topics.readyEndpoints(observed) == 0);

        // When
        Replicas.processes(model).forEach(ProcessHandle::destroy);

        // Then
        topics.awaitRemoved(model, 1);
        assertThat(Replicas.processes(model)).isEmpty();
    }

    /// Longer than a test waits for anything.
    public static final class LongDrain extends QuickProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            settings.put(
                    "gantry.deployer.local.stop.drain", Topics.PATIENCE.multipliedBy(2).toString());
            return settings;
        }
    }
}
