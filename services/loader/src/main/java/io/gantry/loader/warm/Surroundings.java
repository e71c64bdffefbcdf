package io.gantry.loader.warm;

import io.gantry.bus.CatchUp;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.events.ModelCacheEvent;
import io.gantry.events.NodeEvent;
import io.gantry.events.ServingRuntimeEvent;
import io.gantry.loader.LoaderConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// What this node knows of models and of the other nodes, and what follows for it. Safe for use by
/// several threads. Made at start, so that wrong settings end it.
@Startup
@ApplicationScoped
public class Surroundings {

    private final Warmth warmth;
    private final CatchUp catchUp;
    private final AtomicInteger unplaced = new AtomicInteger();
    private Set<Plan.Unplaced> told = Set.of();

    Surroundings(LoaderConfig config, CatchUp catchUp, MeterRegistry metrics) {
        LoaderConfig.Warm warm = config.warm();
        this.warmth =
                new Warmth(
                        config.node(),
                        new WarmPolicy.Settings(
                                warm.headroom(), warm.everything(), warm.cluster().isPresent()));
        this.catchUp = catchUp;
        metrics.gauge("gantry.loader.revisions.unplaced", unplaced);
    }

    /// @return whether something may have to be done, as for the other events
    public synchronized boolean accept(InferenceServiceEvent event) {
        return warmth.accept(event);
    }

    public synchronized boolean accept(ServingRuntimeEvent event) {
        return warmth.accept(event);
    }

    public synchronized boolean accept(ModelCacheEvent event) {
        return warmth.accept(event);
    }

    public synchronized boolean accept(NodeEvent event) {
        return warmth.accept(event, System.nanoTime());
    }

    /// What this node is to do; empty until the topics were read to their end and the node was
    /// heard of, for before that an absence means nothing.
    public synchronized Optional<Plan> plan() {
        if (!catchUp.reached() || !warmth.knowsItself()) {
            return Optional.empty();
        }
        Plan plan = warmth.plan();
        tell(plan.unplaced());
        return Optional.of(plan);
    }

    /// Whether some revision refers to an artifact, and other nodes are to load it.
    public boolean leavesToOthers(String artifact) {
        return plan().filter(plan ->
                        plan.kept().containsKey(artifact) && !plan.loaded().containsKey(artifact))
                .isPresent();
    }

    private void tell(List<Plan.Unplaced> found) {
        unplaced.set(found.size());
        found.stream()
                .filter(each -> !told.contains(each))
                .forEach(each ->
                        Log.warnf(
                                "No node can run a revision, so its model is loaded nowhere revision=%s needs=%s",
                                each.revision(), each.needs()));
        told = new HashSet<>(found);
    }
}
