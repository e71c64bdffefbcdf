package io.gantry.registry.revision;

import io.gantry.kserve.api.Component;
import io.gantry.kserve.revision.RevisionFingerprint;
import org.jspecify.annotations.Nullable;

/// A predictor with the digest that is expected of its artifact.
///
/// @param predictor as it was written
/// @param sha256 null when any artifact will do
public record Written(Component predictor, @Nullable String sha256) {

    /// What it runs; two that run the same have the same.
    public String fingerprint() {
        String running = RevisionFingerprint.of(predictor);
        return sha256 == null ? running : running + "+" + sha256;
    }
}
