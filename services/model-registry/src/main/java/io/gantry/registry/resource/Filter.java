package io.gantry.registry.resource;

import io.gantry.registry.select.LabelRequirement;
import java.util.List;
import java.util.Optional;

/// Which resources of a [Range] to list.
///
/// @param search part of the name, in whatever case; empty for any
/// @param labels what its labels must be like
/// @param ready whether its condition `Ready` is to be true; empty for any
public record Filter(String search, List<LabelRequirement> labels, Optional<Boolean> ready) {

    public Filter {
        labels = List.copyOf(labels);
    }

    /// All resources.
    public static Filter none() {
        return new Filter("", List.of(), Optional.empty());
    }
}
