package io.gantry.deployer.placement;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.Component;
import org.jspecify.annotations.Nullable;

/// How many replicas a revision may have.
///
/// @param most what the platform allows, at least 1
record Bounds(int min, int max, int most) {

    /// The component's `minReplicas` (1 if absent) and `maxReplicas` (none if absent or 0).
    static Bounds of(Component component, int most) {
        int min = component.minReplicas() == null ? 1 : Math.max(0, component.minReplicas());
        int max = component.maxReplicas() == null ? 0 : component.maxReplicas();
        return new Bounds(min, max > 0 ? Math.max(max, min) : Integer.MAX_VALUE, most);
    }

    /// @param predictor the component's JSON
    /// @return its `minReplicas`, at least 1
    static int least(JsonNode predictor) {
        return Math.max(1, predictor.path("minReplicas").asInt(1));
    }

    /// @param decided what the monitor decided; null while it has not: then the revision starts
    ///   with its minimum, but not with nothing, because somebody wants to see that it works
    int replicas(@Nullable Integer decided) {
        int wanted = decided == null ? Math.max(1, min) : Math.clamp(decided.longValue(), min, max);
        return Math.min(wanted, most);
    }
}
