package io.gantry.proxy.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.events.Keys;
import io.gantry.proxy.world.Events;
import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class ProxyProcessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// It tells Kafka that it goes, and gives other proxies a second to hear it. On a machine that
    /// does nothing else it takes less than half of that.
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir Path directory;
    private World world;

    @BeforeEach
    void start() {
        world = new World();
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void shouldEndSoonWhenNothingIsUnderWay() throws InterruptedException {
        try (ProxyProcess proxy = ProxyProcess.start(kafka(), directory)) {
            proxy.terminate();

            assertThat(proxy.end()).isLessThan(SOON);
            assertThat(proxy.log()).contains("inference-proxy stopped").doesNotContain("Exception");
        }
    }

    @Test
    void shouldFinishWhatIsUnderWayBeforeItEnds() throws Exception {
        LinkedBlockingQueue<HttpServerRequest> held = new LinkedBlockingQueue<>();
        try (Predictor predictor = Predictor.answering(held::add);
                ProxyProcess proxy = ProxyProcess.start(kafka(), directory)) {
            // Given
            CompletableFuture<HttpResponse<String>> answer = proxy.ask(world.serve(predictor));
            HttpServerRequest request = held.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(request).isNotNull();

            // When
            proxy.terminate();
            request.response().end("done");

            // Then
            assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).body()).isEqualTo("done");
            assertThat(proxy.end()).isLessThan(SOON);
        }
    }

    @Test
    void shouldStillServeWhoWaitsForAReplicaBeforeItEnds() throws Exception {
        try (Predictor predictor = Predictor.named("late");
                ProxyProcess proxy = ProxyProcess.start(kafka(), directory)) {
            // Given
            String model = world.sleeping();
            CompletableFuture<HttpResponse<String>> answer = proxy.ask(model);
            await("queued")
                    .atMost(PATIENCE)
                    .until(() ->
                            world.traffic(model).stream().anyMatch(sample -> sample.queued() > 0));

            // When
            proxy.terminate();
            world.publish(Events.ready(Keys.DEFAULT_NAMESPACE, model, 1, predictor.endpoint()));

            // Then
            assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).body()).isEqualTo("late");
            assertThat(proxy.end()).isLessThan(SOON);
        }
    }

    @Test
    void shouldKnowEveryModelWhenItIsReady() {
        List<String> models = Stream.generate(World::newName).limit(3).toList();
        models.forEach(model ->
                world.publish(
                        Events.applied(
                                Keys.DEFAULT_NAMESPACE,
                                model,
                                Events.revision(model, 1, 100, "{}"))));

        try (ProxyProcess proxy = ProxyProcess.start(kafka(), directory)) {
            assertThat(proxy.models()).contains(models);
        }
    }

    private static String kafka() {
        return ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
    }
}
