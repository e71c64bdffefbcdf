package io.gantry.registry.bridge;

import io.gantry.lease.Candidate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps cluster and registry alike while it leads.
final class Keeper implements Candidate {

    private final ApiHealth health;
    private final BridgeMetrics metrics;
    private final Supplier<Tenure> tenures;
    private @Nullable Tenure tenure;

    /// @param tenures begins one
    Keeper(ApiHealth health, BridgeMetrics metrics, Supplier<Tenure> tenures) {
        this.health = health;
        this.metrics = metrics;
        this.tenures = tenures;
        metrics.leads(false);
    }

    @Override
    public synchronized void elected() {
        tenure = tenures.get();
        metrics.leads(true);
    }

    @Override
    public synchronized void dismissed() {
        if (tenure != null) {
            tenure.close();
            tenure = null;
            metrics.leads(false);
        }
    }

    @Override
    public <T extends @Nullable Object> T watched(String what, Supplier<T> call) {
        return health.watched(what, call);
    }
}
