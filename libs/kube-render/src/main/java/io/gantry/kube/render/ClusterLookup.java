package io.gantry.kube.render;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is known of the cluster that objects are rendered for. Of secrets only the names of their
/// keys and their annotations are asked for: a value never gets here.
public interface ClusterLookup {

    /// Nothing is known.
    ClusterLookup NOTHING = new NothingKnown();

    /// Whether what is not found here is not there. Files tell of some things and not of others.
    boolean complete();

    /// The service account, or empty when there is none.
    Optional<ServiceAccountView> serviceAccount(String namespace, String name);

    /// The secret, or empty when there is none.
    Optional<SecretView> secret(String namespace, String name);

    /// Whether the cluster has a kind, by its group, such as `keda.sh` and `ScaledObject`.
    Presence kind(String group, String kind);

    /// The custom downloaders (ClusterStorageContainer) that are registered.
    List<StorageContainer> storageContainers();

    /// Whether something is there.
    enum Presence {
        PRESENT,
        ABSENT,
        /// Nobody could ask, as without a cluster.
        UNKNOWN
    }

    /// @param secrets names of the secrets that the account lists, in its order
    record ServiceAccountView(Map<String, String> annotations, List<String> secrets) {
        public ServiceAccountView {
            annotations = Map.copyOf(annotations);
            secrets = List.copyOf(secrets);
        }
    }

    /// @param keys names of the keys, never what they hold
    record SecretView(Set<String> keys, Map<String, String> annotations) {
        public SecretView {
            keys = Set.copyOf(keys);
            annotations = Map.copyOf(annotations);
        }
    }
}
