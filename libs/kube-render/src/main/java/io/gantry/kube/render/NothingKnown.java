package io.gantry.kube.render;

import java.util.List;
import java.util.Optional;

/// The lookup of somebody who has neither a cluster nor files.
final class NothingKnown implements ClusterLookup {

    @Override
    public boolean complete() {
        return false;
    }

    @Override
    public Optional<ServiceAccountView> serviceAccount(String namespace, String name) {
        return Optional.empty();
    }

    @Override
    public Optional<SecretView> secret(String namespace, String name) {
        return Optional.empty();
    }

    @Override
    public Presence kind(String group, String kind) {
        return Presence.UNKNOWN;
    }

    @Override
    public List<StorageContainer> storageContainers() {
        return List.of();
    }
}
