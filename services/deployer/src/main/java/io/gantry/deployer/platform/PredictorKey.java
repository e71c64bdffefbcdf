package io.gantry.deployer.platform;

import io.gantry.events.Keys;

/// One revision of a service.
public record PredictorKey(String namespace, String name, String revision) {

    /// The service's key on its topic.
    public String service() {
        return Keys.service(namespace, name);
    }

    @Override
    public String toString() {
        return Keys.revision(namespace, name, revision);
    }
}
