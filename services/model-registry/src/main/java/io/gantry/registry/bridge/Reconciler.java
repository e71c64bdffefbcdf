package io.gantry.registry.bridge;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gantry.registry.store.ResourceKey;
import io.gantry.registry.store.StoredResource;
import io.quarkus.logging.Log;
import java.net.HttpURLConnection;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Makes the registry's resource what the cluster's object says, and the object's status what the
/// registry says. It may be asked at any time, and any number of times.
final class Reconciler {

    private final Cluster cluster;
    private final Intake intake;
    private final BridgeMetrics metrics;
    private final InstantSource time;

    /// The refusals that were told, so that each is told and counted once.
    private final Map<ResourceKey, IntakeOutcome.Refused> told = new ConcurrentHashMap<>();

    Reconciler(Cluster cluster, Intake intake, BridgeMetrics metrics, InstantSource time) {
        this.cluster = cluster;
        this.intake = intake;
        this.metrics = metrics;
        this.time = time;
    }

    /// @throws RuntimeException when the API server or the database is in the way
    void reconcile(ClusterKind kind, ResourceKey key, Sighting sighting)
            throws InterruptedException {
        switch (sighting) {
            case Sighting.Unknown _ -> {}
            case Sighting.Absent _ -> remove(kind, key);
            case Sighting.Present(ClusterObject object) -> take(kind, object);
        }
    }

    /// Takes down what was taken in, when the API server, asked for the object itself, does not
    /// have it either: what is deleted by mistake is a model that is not served.
    private void remove(ClusterKind kind, ResourceKey key) throws InterruptedException {
        told.remove(key);
        if (intake.stored(key).flatMap(StoredResource::origin).isEmpty()) {
            return;
        }
        if (cluster.look(kind, key) instanceof Sighting.Present(ClusterObject object)) {
            take(kind, object);
        } else if (intake.remove(key)) {
            metrics.deleted();
            Log.infof(
                    "A resource is gone from the cluster and deleted kind=%s scope=%s name=%s",
                    key.kind(), key.scope(), key.name());
        }
    }

    private void take(ClusterKind kind, ClusterObject object) throws InterruptedException {
        IntakeOutcome outcome = intake.take(object);
        switch (outcome) {
            case IntakeOutcome.Accepted(_, boolean written) -> {
                told.remove(object.key());
                if (written) {
                    metrics.applied();
                }
            }
            case IntakeOutcome.Refused refused -> tell(object, refused);
        }
        new WantedStatus(kind, object)
                .unlessShown(outcome, time.instant())
                .ifPresent(status -> {
                    cluster.writeStatus(kind, object, status);
                    metrics.statusWritten();
                });
    }

    private void tell(ClusterObject object, IntakeOutcome.Refused refused) {
        IntakeOutcome.Refused before = told.get(object.key());
        if (before != null
                && before.reason().equals(refused.reason())
                && before.message().equals(refused.message())) {
            return;
        }
        try {
            cluster.tell(RefusalEvent.of(object, refused, time.instant()));
        } catch (KubernetesClientException e) {
            // The status says it, too.
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
        }
        told.put(object.key(), refused);
        metrics.refused();
    }
}
