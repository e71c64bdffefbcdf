package io.gantry.registry.bridge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.gantry.registry.store.ResourceKey;
import java.net.HttpURLConnection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The API server, as far as the bridge asks it. Every call blocks, and throws
/// [KubernetesClientException] when it fails.
final class Cluster {

    private final KubernetesClient client;
    private final ApiHealth health;

    Cluster(KubernetesClient client, ApiHealth health) {
        this.client = client;
        this.health = health;
    }

    KubernetesClient client() {
        return client;
    }

    ApiHealth health() {
        return health;
    }

    /// Follows the objects of a kind, once started.
    ///
    /// @param namespace null for all of them
    SharedIndexInformer<GenericKubernetesResource> informer(
            ClusterKind kind, @Nullable String namespace) {
        var all = objects(kind);
        if (!kind.namespaced()) {
            return all.runnableInformer(0);
        }
        return namespace == null
                ? all.inAnyNamespace().runnableInformer(0)
                : all.inNamespace(namespace).runnableInformer(0);
    }

    /// What there is right now.
    Sighting look(ClusterKind kind, ResourceKey key) {
        return health.watched(
                "get " + kind.qualified(), () -> sighting(kind, resource(kind, key).get()));
    }

    /// @param found null for nothing
    Sighting sighting(ClusterKind kind, @Nullable GenericKubernetesResource found) {
        return found == null || found.isMarkedForDeletion()
                ? new Sighting.Absent()
                : new Sighting.Present(object(kind, found));
    }

    /// Writes the status of an object that nobody has changed since it was seen.
    void writeStatus(ClusterKind kind, ClusterObject object, ObjectNode status) {
        GenericKubernetesResource changed =
                client.getKubernetesSerialization().clone(object.seen());
        changed.setAdditionalProperty("status", status);
        health.watched(
                "update " + kind.qualified() + "/status",
                () -> scope(kind, object.key()).resource(changed).updateStatus());
    }

    /// Adds an Event, unless it is there.
    void tell(Event event) {
        health.watched("create events", () -> created(event));
    }

    private Optional<Event> created(Event event) {
        try {
            return Optional.of(
                    client.v1()
                            .events()
                            .inNamespace(event.getMetadata().getNamespace())
                            .resource(event)
                            .create());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private ClusterObject object(ClusterKind kind, GenericKubernetesResource seen) {
        ObjectNode tree = client.getKubernetesSerialization().convertValue(seen, ObjectNode.class);
        String namespace = seen.getMetadata().getNamespace();
        return new ClusterObject(kind.key(namespace, seen.getMetadata().getName()), seen, tree);
    }

    private Resource<GenericKubernetesResource> resource(ClusterKind kind, ResourceKey key) {
        return scope(kind, key).withName(key.name());
    }

    private NonNamespaceOperation<
                    GenericKubernetesResource,
                    GenericKubernetesResourceList,
                    Resource<GenericKubernetesResource>>
            scope(ClusterKind kind, ResourceKey key) {
        String namespace = key.namespace();
        return namespace == null ? objects(kind) : objects(kind).inNamespace(namespace);
    }

    private MixedOperation<
                    GenericKubernetesResource,
                    GenericKubernetesResourceList,
                    Resource<GenericKubernetesResource>>
            objects(ClusterKind kind) {
        return client.genericKubernetesResources(kind.definition());
    }
}
