package io.gantry.registry.select;

import io.gantry.kserve.api.ObjectMeta;
import java.util.List;

/// What a resource's metadata must be like.
@FunctionalInterface
public interface Selector {

    boolean matches(ObjectMeta metadata);

    /// What matches both.
    default Selector and(Selector other) {
        return metadata -> matches(metadata) && other.matches(metadata);
    }

    /// What matches all; everything if there are none.
    static Selector all(List<? extends Selector> selectors) {
        List<Selector> copy = List.copyOf(selectors);
        return metadata -> copy.stream().allMatch(selector -> selector.matches(metadata));
    }
}
