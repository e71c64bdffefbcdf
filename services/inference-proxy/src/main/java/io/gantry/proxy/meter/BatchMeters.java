package io.gantry.proxy.meter;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts batches, and what is in them.
@Singleton
public class BatchMeters {

    private final MeterRegistry registry;
    private final Map<String, DistributionSummary> rows = new ConcurrentHashMap<>();

    BatchMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /// A batch of several requests goes.
    ///
    /// @param service `namespace/name`
    public void count(String service, int rowsOfBatch) {
        rows.computeIfAbsent(service, this::summary).record(rowsOfBatch);
    }

    /// A service is gone.
    public void retire(String service) {
        DistributionSummary summary = rows.remove(service);
        if (summary != null) {
            registry.remove(summary);
        }
    }

    private DistributionSummary summary(String service) {
        int slash = service.indexOf('/');
        return DistributionSummary.builder("gantry.proxy.batch.rows")
                .description("Rows of requests that were put together, by batch")
                .tag("namespace", service.substring(0, slash))
                .tag("model", service.substring(slash + 1))
                .register(registry);
    }
}
