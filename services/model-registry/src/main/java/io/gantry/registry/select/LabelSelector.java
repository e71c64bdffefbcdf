package io.gantry.registry.select;

import io.gantry.kserve.api.ObjectMeta;
import java.util.List;

/// What a resource's labels must be like: all of these.
public record LabelSelector(List<LabelRequirement> requirements) implements Selector {

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    @Override
    public boolean matches(ObjectMeta metadata) {
        return requirements.stream().allMatch(requirement -> requirement.matches(metadata));
    }
}
