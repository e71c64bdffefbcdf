package io.gantry.registry.revision;

import io.gantry.kserve.api.Component;
import org.jspecify.annotations.Nullable;

/// The predictor that a canary is tried against.
///
/// @param predictor as it was written
/// @param sha256 the digest that was expected of its artifact
public record RolledOut(Component predictor, @Nullable String sha256) {}
