package io.gantry.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;

/// Tells what is newer of two states of an object: the API server counts its versions up
/// (KEP-5504).
final class Versions {

    private Versions() {}

    /// @return 0 when it has none, or one that is no number
    static long of(HasMetadata object) {
        String version = object.getMetadata().getResourceVersion();
        return version == null || !version.matches("\\d{1,18}") ? 0 : Long.parseLong(version);
    }
}
