package io.gantry.deployer.kubernetes;

import io.gantry.kube.render.ClusterLookup;
import io.gantry.kube.render.StorageContainer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A cluster of which nothing is known but which kinds it has.
///
/// @param kinds what is answered when anybody asks for a kind
record ClusterWith(Supplier<Presence> kinds) implements ClusterLookup {

    @Override
    public Presence kind(String group, String kind) {
        return kinds.get();
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
    public List<StorageContainer> storageContainers() {
        return List.of();
    }

    @Override
    public boolean complete() {
        return false;
    }
}
