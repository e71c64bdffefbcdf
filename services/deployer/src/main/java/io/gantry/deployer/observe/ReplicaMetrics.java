package io.gantry.deployer.observe;

import io.gantry.deployer.platform.Platform;
import io.gantry.deployer.platform.PredictorState;
import io.gantry.deployer.platform.Replica.Condition;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;

/// Counts the platform's replicas by what they are doing.
@ApplicationScoped
class ReplicaMetrics {

    private final Platform platform;
    private final MeterRegistry registry;

    ReplicaMetrics(Platform platform, MeterRegistry registry) {
        this.platform = platform;
        this.registry = registry;
    }

    void start(@Observes StartupEvent event) {
        for (Condition condition : Condition.values()) {
            Gauge.builder("gantry.deployer.replicas", () -> count(condition))
                    .description("Replicas by what they are doing")
                    .tag("phase", condition.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    private long count(Condition condition) {
        return platform.present().stream()
                .flatMap(key -> platform.observe(key).stream())
                .map(PredictorState::replicas)
                .flatMap(replicas -> replicas.stream())
                .filter(replica -> replica.condition() == condition)
                .count();
    }
}
