package io.gantry.monitor.scale;

import io.gantry.monitor.fleet.Fleet;
import io.gantry.monitor.fleet.RevisionId;
import io.gantry.monitor.gpu.GpuUse;
import io.gantry.monitor.gpu.Gpus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// Tells as metrics what the replicas of this monitor's revisions are like: how many are ready, and
/// how much of their GPUs they use where that is known. Used by one thread.
@Singleton
public class ReplicaGauges {

    private static final double PERCENT = 100;

    private final Fleet fleet;
    private final Gpus gpus;
    private final MultiGauge ready;
    private final MultiGauge utilization;
    private final MultiGauge memory;
    private Set<RevisionId> told = Set.of();

    ReplicaGauges(Fleet fleet, Gpus gpus, MeterRegistry metrics) {
        this.fleet = fleet;
        this.gpus = gpus;
        this.ready =
                MultiGauge.builder("gantry.monitor.ready.replicas")
                        .description("Replicas that take requests, by revision")
                        .register(metrics);
        this.utilization =
                MultiGauge.builder("gantry.monitor.gpu.utilization")
                        .description("Part of the time that GPUs are busy, by revision")
                        .register(metrics);
        this.memory =
                MultiGauge.builder("gantry.monitor.gpu.memory")
                        .description("Part of the memory of GPUs that is in use, by revision")
                        .register(metrics);
    }

    /// @param mine the revisions that are this monitor's
    public void tell(Set<RevisionId> mine, Instant now) {
        // There are thousands of them, which hardly ever change.
        if (!mine.equals(told)) {
            told = Set.copyOf(mine);
            ready.register(
                    told.stream()
                            .map(id -> MultiGauge.Row.of(tags(id), () -> fleet.ready(id).size()))
                            .collect(Collectors.toList()),
                    true);
        }
        Map<RevisionId, List<GpuUse>> uses = new HashMap<>();
        if (gpus.known()) {
            mine.forEach(id -> {
                List<GpuUse> use = uses(id, now);
                if (!use.isEmpty()) {
                    uses.put(id, use);
                }
            });
        }
        tell(utilization, uses, GpuUse::percent);
        tell(memory, uses, GpuUse::memoryPercent);
    }

    private List<GpuUse> uses(RevisionId id, Instant now) {
        return fleet.ready(id).stream()
                .flatMap(replica -> gpus.read(id.namespace(), replica, now).stream())
                .toList();
    }

    private static void tell(
            MultiGauge gauge, Map<RevisionId, List<GpuUse>> uses, ToDoubleFunction<GpuUse> of) {
        gauge.register(
                uses.entrySet().stream()
                        .map(entry ->
                                MultiGauge.Row.of(
                                        tags(entry.getKey()),
                                        entry.getValue().stream()
                                                        .mapToDouble(of)
                                                        .average()
                                                        .orElse(0)
                                                / PERCENT))
                        .collect(Collectors.toList()),
                true);
    }

    private static Tags tags(RevisionId id) {
        return Tags.of(
                "namespace", id.namespace(), "name", id.service(), "revision", id.revision());
    }
}
