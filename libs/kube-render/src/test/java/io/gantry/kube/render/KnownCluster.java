package io.gantry.kube.render;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A cluster of which all is known, as tests describe it.
public final class KnownCluster implements ClusterLookup {
    private final Map<String, ServiceAccountView> accounts = new HashMap<>();
    private final Map<String, SecretView> secrets = new HashMap<>();
    private final Set<String> kinds = new HashSet<>();
    private List<StorageContainer> containers = List.of();

    public KnownCluster account(
            String name, Map<String, String> annotations, String... secretNames) {
        accounts.put(name, new ServiceAccountView(annotations, List.of(secretNames)));
        return this;
    }

    public KnownCluster secret(String name, Map<String, String> annotations, String... keys) {
        secrets.put(name, new SecretView(Set.of(keys), annotations));
        return this;
    }

    public KnownCluster kind(String group) {
        kinds.add(group);
        return this;
    }

    public KnownCluster downloaders(StorageContainer... all) {
        containers = List.of(all);
        return this;
    }

    @Override
    public boolean complete() {
        return true;
    }

    @Override
    public Optional<ServiceAccountView> serviceAccount(String namespace, String name) {
        return found(accounts, namespace, name);
    }

    @Override
    public Optional<SecretView> secret(String namespace, String name) {
        return found(secrets, namespace, name);
    }

    @Override
    public Presence kind(String group, String kind) {
        return kinds.contains(group) ? Presence.PRESENT : Presence.ABSENT;
    }

    @Override
    public List<StorageContainer> storageContainers() {
        return containers;
    }

    private static <T> Optional<T> found(Map<String, T> things, String namespace, String name) {
        return namespace.equals(Rendered.NAMESPACE)
                ? Optional.ofNullable(things.get(name))
                : Optional.empty();
    }
}
