package io.gantry.bench.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gantry.bench.EventPublisher;
import io.gantry.events.Endpoint;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.LatencyHistogram;
import io.gantry.events.PredictorObserved;
import io.gantry.events.Revision;
import io.gantry.events.ScalingDecided;
import io.gantry.events.TrafficSampled;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The events of models: as the registry, the deployer and a proxy publish them, and the decision
/// of an earlier monitor.
final class MonitoredModels {

    private static final LatencyHistogram LATENCY =
            LatencyHistogram.EMPTY.plusMillis(12).plusMillis(20).plusMillis(35);

    private final EventPublisher events;

    MonitoredModels(EventPublisher events) {
        this.events = events;
    }

    /// A model that is scaled by its requests, with so many replicas.
    void publish(String model, int replicas) {
        JsonNode predictor =
                JsonNodeFactory.instance.objectNode().put("minReplicas", 0).put("scaleTarget", 10);
        String revision = Revision.nameOf(model, 1);
        events.publish(
                new InferenceServiceApplied(
                        "default",
                        model,
                        "uid-" + model,
                        1,
                        List.of(new Revision(revision, 1, 100, predictor, List.of())),
                        JsonNodeFactory.instance.objectNode()));
        events.publish(
                new PredictorObserved(
                        "default",
                        model,
                        revision,
                        1,
                        replicas > 0
                                ? PredictorObserved.Phase.READY
                                : PredictorObserved.Phase.STANDBY,
                        replicas,
                        replicas > 0
                                ? List.of(
                                        new Endpoint(
                                                "replica-0", "127.0.0.1", 1, "local", true, 1L))
                                : List.of(),
                        "bench",
                        null));
        events.publish(
                new ScalingDecided(
                        "default",
                        model,
                        revision,
                        System.currentTimeMillis() * 1000,
                        replicas,
                        "Decided before.",
                        Map.of()));
    }

    /// What a proxy saw in the last second.
    ///
    /// @param waiting requests that wait for a replica
    void sample(String model, int waiting) {
        events.publish(
                new TrafficSampled(
                        "default",
                        model,
                        Revision.nameOf(model, 1),
                        "proxy-1",
                        Instant.now(),
                        1000,
                        1,
                        waiting > 0 ? 0 : 1,
                        waiting,
                        3,
                        0,
                        0,
                        LATENCY));
    }
}
