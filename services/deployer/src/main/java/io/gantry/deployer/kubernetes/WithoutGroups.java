package io.gantry.deployer.kubernetes;

import io.gantry.kube.render.ClusterLookup;
import io.gantry.kube.render.StorageContainer;
import java.util.List;
import java.util.Optional;

/// A cluster as it is, but for LeaderWorkerSets: it counts as having none.
record WithoutGroups(ClusterLookup cluster) implements ClusterLookup {

    @Override
    public Presence kind(String group, String kind) {
        return group.equals(SetKind.LEADER_WORKER_SET.group())
                ? Presence.ABSENT
                : cluster.kind(group, kind);
    }

    @Override
    public Optional<ServiceAccountView> serviceAccount(String namespace, String name) {
        return cluster.serviceAccount(namespace, name);
    }

    @Override
    public Optional<SecretView> secret(String namespace, String name) {
        return cluster.secret(namespace, name);
    }

    @Override
    public List<StorageContainer> storageContainers() {
        return cluster.storageContainers();
    }

    @Override
    public boolean complete() {
        return cluster.complete();
    }
}
