package io.gantry.loader.warm;

import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.events.LatestStates;
import io.gantry.events.ModelCacheEvent;
import io.gantry.events.NodeEvent;
import io.gantry.events.ServingRuntimeEvent;
import io.gantry.events.node.LiveNodes;
import io.gantry.events.node.ModelCaches;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that the policy decides by, and its last decision. Not safe for use by several threads at
/// once.
final class Warmth {

    private final LatestStates<InferenceServiceEvent> services = new LatestStates<>();
    private final LatestStates<ServingRuntimeEvent> runtimes = new LatestStates<>();
    private final ModelCaches caches = new ModelCaches();
    private final LiveNodes nodes = new LiveNodes();
    private final String self;
    private final WarmPolicy.Settings settings;
    private @Nullable Runtimes readable;
    private @Nullable Plan plan;

    /// @param self the node's name
    Warmth(String self, WarmPolicy.Settings settings) {
        this.self = self;
        this.settings = settings;
    }

    /// @return whether something may have to be done, as for the other events
    boolean accept(InferenceServiceEvent event) {
        return outdated(services.accept(event));
    }

    boolean accept(ServingRuntimeEvent event) {
        boolean changed = runtimes.accept(event);
        if (changed) {
            readable = null;
        }
        return outdated(changed);
    }

    boolean accept(ModelCacheEvent event) {
        return outdated(caches.accept(event));
    }

    /// @param nanos now, by a clock that is never set back
    boolean accept(NodeEvent event, long nanos) {
        return outdated(nodes.accept(event, nanos));
    }

    /// Whether the node was heard of, as others hear of it.
    boolean knowsItself() {
        return nodes.present().stream().anyMatch(node -> node.name().equals(self));
    }

    Plan plan() {
        Plan current = plan;
        if (current == null) {
            current =
                    new WarmPolicy(settings, nodes.present(), self, readable(), caches)
                            .plan(applied());
            plan = current;
        }
        return current;
    }

    private Runtimes readable() {
        Runtimes current = readable;
        if (current == null) {
            current = new Runtimes(runtimes);
            readable = current;
        }
        return current;
    }

    private List<InferenceServiceApplied> applied() {
        return services.present().stream()
                .filter(InferenceServiceApplied.class::isInstance)
                .map(InferenceServiceApplied.class::cast)
                .toList();
    }

    private boolean outdated(boolean changed) {
        if (changed) {
            plan = null;
        }
        return changed;
    }
}
