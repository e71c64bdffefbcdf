package io.gantry.proxy.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.events.Keys;
import io.gantry.proxy.world.Events;
import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.World;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is metered of tenants.
@QuarkusTest
@TestProfile(TenantsTest.TwoTenants.class)
class TenantsTest {

    @Inject MeterRegistry metrics;

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
    void shouldCountTheRequestsAndTokensOfEachAndOfTheRestTogether() {
        try (Predictor predictor =
                Predictor.answering(request ->
                        request.response()
                                .end(
                                        "{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5}}"))) {
            String model = world.serve(predictor);

            for (String tenant : new String[] {"a", "b", "a", "c", "d"}) {
                chat(model, tenant);
            }
            world.post("/v1/chat/completions", body(model));

            await().until(() -> count(model, "gantry.proxy.tenant.requests", "other") == 2);
            assertThat(count(model, "gantry.proxy.tenant.requests", "a")).isEqualTo(2);
            assertThat(count(model, "gantry.proxy.tenant.requests", "b")).isEqualTo(1);
            assertThat(tokens(model, "a", "prompt")).isEqualTo(6);
            assertThat(tokens(model, "other", "completion")).isEqualTo(10);

            world.publish(Events.deleted(Keys.DEFAULT_NAMESPACE, model));
            await().until(() ->
                    metrics.find("gantry.proxy.tenant.requests")
                            .tag("model", model)
                            .counters()
                            .isEmpty());
        }
    }

    private void chat(String model, String tenant) {
        world.send(
                world.posting("/v1/chat/completions", body(model))
                        .header("x-gateway-inference-fairness-id", tenant));
    }

    private static String body(String model) {
        return "{\"model\": \"%s\"}".formatted(model);
    }

    private double tokens(String model, String tenant, String kind) {
        return metrics.get("gantry.proxy.tenant.tokens")
                .tags("model", model, "tenant", tenant, "kind", kind)
                .counter()
                .count();
    }

    private double count(String model, String metric, String tenant) {
        return metrics.find(metric).tags("model", model, "tenant", tenant).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    public static final class TwoTenants implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("gantry.proxy.meter.max-tenants", "2");
        }
    }
}
