package io.gantry.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.gantry.deployer.platform.ClusterObject;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailureEventsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final PredictorKey KEY = new PredictorKey("default", "m", "m-00001");
    private static final Failure KILLED =
            Failure.of(FailureReason.OUT_OF_MEMORY, "It was killed", "Give it more.");

    private final MockApiServer server = new MockApiServer();
    private Instant now = START;
    private final FailureEvents events =
            new FailureEvents(
                    new ClusterApi(server.client(), new SimpleMeterRegistry()),
                    new Sightings(),
                    () -> now);

    @AfterEach
    void stop() {
        server.close();
    }

    /// An API server forgets it after an hour.
    @Test
    void shouldTellAFailureThatLastsEveryHalfHour() {
        at(Duration.ZERO);
        at(Duration.ofMinutes(29));
        assertThat(event().getCount()).isEqualTo(1);

        at(Duration.ofMinutes(30));
        assertThat(event().getCount()).isEqualTo(2);
        assertThat(event().getLastTimestamp()).isEqualTo("2026-01-01T00:30:00Z");

        at(Duration.ofMinutes(59));
        assertThat(event().getCount()).isEqualTo(2);
    }

    @Test
    void shouldTellAtOnceWhatIsNews() {
        at(Duration.ZERO);
        events.lasts(
                KEY,
                service(),
                Failure.of(FailureReason.OUT_OF_MEMORY, "It was killed twice", "Give it more."));
        assertThat(event().getCount()).isEqualTo(2);
        assertThat(event().getMessage()).contains("twice");

        events.passed(KEY);
        at(Duration.ofSeconds(1));
        assertThat(event().getCount()).isEqualTo(3);
    }

    /// The last lines of a log are not in the event.
    @Test
    void shouldNotTellTheSameAgainSinceItsLogIsKnown() {
        at(Duration.ZERO);
        events.lasts(
                KEY,
                service(),
                new Failure(KILLED.reason(), KILLED.message(), KILLED.remedy(), "Killed"));

        assertThat(event().getCount()).isEqualTo(1);
    }

    private void at(Duration after) {
        now = START.plus(after);
        events.lasts(KEY, service(), KILLED);
    }

    private static ClusterObject service() {
        return new ClusterObject("serving.kserve.io/v1beta1", "InferenceService", "uid");
    }

    private Event event() {
        return server.client().v1().events().inNamespace("default").list().getItems().getFirst();
    }
}
