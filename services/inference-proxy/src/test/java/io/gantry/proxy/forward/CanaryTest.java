package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Endpoint;
import io.gantry.events.Keys;
import io.gantry.events.PredictorObserved.Phase;
import io.gantry.proxy.world.Events;
import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.World;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How requests are shared between a stable revision and its canary.
@QuarkusTest
class CanaryTest {

    private static final String NAMESPACE = Keys.DEFAULT_NAMESPACE;
    private static final int CANARY_PERCENT = 20;
    private static final int REQUESTS = 1000;

    /// Of a fair draw one in two million is further off.
    private static final double SIGMAS = 5;

    private World world;
    private Predictor stable;
    private Predictor canary;

    @BeforeEach
    void open() {
        world = new World();
        stable = Predictor.named("stable");
        canary = Predictor.named("canary");
    }

    @AfterEach
    void close() {
        world.close();
        stable.close();
        canary.close();
    }

    @Test
    void shouldShareRequestsAsThePercentagesSay() {
        // Given
        String model = split();
        world.publish(Events.ready(NAMESPACE, model, 2, canary.endpoint()));
        world.awaitReplicas(model, 2);

        // When
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(ask(model).statusCode()).isEqualTo(200);
        }

        // Then
        double share = CANARY_PERCENT / 100.0;
        double expected = REQUESTS * share;
        double off = SIGMAS * Math.sqrt(expected * (1 - share));
        assertThat((double) canary.requests().size()).isBetween(expected - off, expected + off);
        assertThat(canary.requests().size() + stable.requests().size()).isEqualTo(REQUESTS);
    }

    @Test
    void shouldGiveNothingToACanaryThatIsNotReady() {
        // Given
        String model = split();
        world.publish(Events.notReady(NAMESPACE, model, 2, Phase.LOADING, canary.endpoint()));
        world.awaitRoute(
                model,
                service ->
                        service.revisions().stream()
                                .anyMatch(revision -> revision.phase() == Phase.LOADING));

        // When
        for (int i = 0; i < 100; i++) {
            assertThat(ask(model).body()).isEqualTo("stable");
        }

        // Then
        assertThat(canary.requests()).isEmpty();
    }

    /// A model whose stable revision is ready, and whose canary nobody has heard of.
    private String split() {
        String name = World.newName();
        Endpoint endpoint = stable.endpoint();
        world.publish(
                Events.applied(
                        NAMESPACE,
                        name,
                        Events.revision(name, 1, 100 - CANARY_PERCENT),
                        Events.revision(name, 2, CANARY_PERCENT)),
                Events.ready(NAMESPACE, name, 1, endpoint));
        world.awaitReplicas(name, 1);
        return name;
    }

    private HttpResponse<String> ask(String model) {
        return world.post("/v1/models/" + model + ":predict", "{}");
    }
}
