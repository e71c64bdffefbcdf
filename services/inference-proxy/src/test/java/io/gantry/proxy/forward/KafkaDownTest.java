package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.events.Keys;
import io.gantry.process.SuspendedKafka;
import io.gantry.proxy.world.Events;
import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.World;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The data path waits for nobody.
@QuarkusTest
class KafkaDownTest {

    private static final String AWAY = "gantry_proxy_kafka_away_seconds";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private World world;

    @BeforeEach
    void open() {
        world = new World();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void shouldServeWithoutKafkaAndWakeAModelWhenItIsBack() throws Exception {
        Optional<ProcessHandle> broker = SuspendedKafka.broker();
        Assumptions.assumeTrue(broker.isPresent(), "Kafka is none that this test can hold");
        try (Predictor predictor = Predictor.named("awake")) {
            // Given
            String ready = world.serve(predictor);
            String asleep = world.sleeping();
            double lostBefore = lost();

            // When
            CompletableFuture<HttpResponse<String>> held;
            try (SuspendedKafka _ = SuspendedKafka.of(broker.orElseThrow())) {
                held = world.sendAsync(world.posting(predict(asleep), "{}"));

                // Then
                await("samples that Kafka does not take")
                        .atMost(PATIENCE)
                        .until(() -> {
                            assertThat(world.post(predict(ready), "{}").statusCode())
                                    .isEqualTo(200);
                            return lost() > lostBefore;
                        });
                await("health that says so")
                        .atMost(PATIENCE)
                        .until(() -> {
                            HttpResponse<String> health = world.get("/q/health/ready");
                            assertThat(health.statusCode()).isEqualTo(200);
                            return health.body().contains("away since");
                        });
                await("a gauge that says so").until(() -> metric(AWAY) > 0);
                assertThat(held).isNotDone();
            }
            await("health that says that it is back")
                    .atMost(PATIENCE)
                    .until(() -> !world.get("/q/health/ready").body().contains("away since"));
            assertThat(metric(AWAY)).isZero();
            await("the wish for a replica")
                    .atMost(PATIENCE)
                    .until(() ->
                            world.traffic(asleep).stream()
                                    .anyMatch(sample -> sample.queued() == 1));
            world.publish(Events.ready(Keys.DEFAULT_NAMESPACE, asleep, 1, predictor.endpoint()));
            assertThat(held.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).body()).isEqualTo("awake");
        }
    }

    private double lost() {
        return metric("gantry_proxy_samples_lost_total");
    }

    private double metric(String name) {
        return world.get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static String predict(String model) {
        return "/v1/models/" + model + ":predict";
    }
}
