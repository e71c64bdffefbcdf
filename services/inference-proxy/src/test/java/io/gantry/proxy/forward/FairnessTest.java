package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.events.TrafficSampled;
import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.World;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// In which order requests get the places of a replica that takes one at a time.
@QuarkusTest
@TestProfile(FairnessTest.RoomForFour.class)
class FairnessTest {

    private final BlockingQueue<HttpServerRequest> inside = new LinkedBlockingQueue<>();

    private World world;
    private Predictor predictor;
    private String model;

    @BeforeEach
    void open() {
        world = new World();
        predictor = Predictor.answering(inside::add);
        model = world.serveWith("{\"containerConcurrency\": 1}", predictor);
    }

    @AfterEach
    void close() {
        world.close();
        predictor.close();
    }

    @Test
    void shouldServeTenantsInTurnAndTheUrgentFirst() throws Exception {
        ask("first", "", "");
        HttpServerRequest busy = next();
        List<String> names = List.of("a1", "a2", "b1", "batch");
        ask("a1", "a", "");
        awaitQueued(1);
        ask("a2", "a", "");
        awaitQueued(2);
        ask("b1", "b", "");
        awaitQueued(3);
        ask("batch", "c", "batch");
        awaitQueued(4);

        busy.response().end();
        List<String> served = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            HttpServerRequest request = next();
            served.add(request.getHeader("X-Name"));
            request.response().end();
        }

        assertThat(served).containsExactly("a1", "b1", "a2", "batch");
    }

    @Test
    void shouldMakeRoomForWhoHasTheBetterClaim() throws Exception {
        ask("first", "", "");
        HttpServerRequest busy = next();
        ask("many 1", "many", "");
        ask("many 2", "many", "");
        ask("batch", "many", "batch");
        awaitQueued(3);
        ask("many 3", "many", "");
        awaitQueued(4);

        ask("few", "few", "");
        assertThat(refused()).isEqualTo("batch");
        ask("few 2", "few", "");

        HttpResponse<String> last = answerTo("many 3").get(10, TimeUnit.SECONDS);
        assertThat(last.statusCode()).isEqualTo(503);
        assertThat(last.body()).contains("4 wait already");
        busy.response().end();
        for (int i = 0; i < 4; i++) {
            next().response().end();
        }
    }

    private final List<Asked> all = new ArrayList<>();

    private record Asked(String name, CompletableFuture<HttpResponse<String>> answer) {}

    /// Who was answered 503 first.
    private String refused() {
        return await().until(
                        () ->
                                all.stream()
                                        .filter(each -> each.answer().isDone())
                                        .filter(each -> each.answer().join().statusCode() == 503)
                                        .map(Asked::name)
                                        .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    private CompletableFuture<HttpResponse<String>> answerTo(String name) {
        return all.stream()
                .filter(each -> each.name().equals(name))
                .map(Asked::answer)
                .findFirst()
                .orElseThrow();
    }

    private void ask(String name, String tenant, String objective) {
        var request =
                world.posting("/v1/models/%s:predict".formatted(model), "{}")
                        .header("X-Name", name)
                        .header("x-gateway-inference-fairness-id", tenant)
                        .header("x-gateway-inference-objective", objective);
        all.add(new Asked(name, world.sendAsync(request)));
    }

    private HttpServerRequest next() throws InterruptedException {
        HttpServerRequest request = inside.poll(10, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        return request;
    }

    private void awaitQueued(int count) {
        await().until(() ->
                world.traffic(model).stream()
                                .reduce((_, last) -> last)
                                .map(TrafficSampled::queued)
                                .orElse(0)
                        == count);
    }

    public static final class RoomForFour implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "gantry.proxy.admit.max-queued-per-revision", "4",
                    "gantry.proxy.admit.priorities.batch", "-1",
                    "gantry.proxy.meter.interval", "100ms");
        }
    }
}
