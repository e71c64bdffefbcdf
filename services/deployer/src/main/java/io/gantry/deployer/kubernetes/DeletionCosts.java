package io.gantry.deployer.kubernetes;

import io.gantry.deployer.platform.PredictorKey;
import io.quarkus.logging.Log;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells Kubernetes which pods to delete first, by their deletion cost. It heeds that as well as it
/// can; a cost that somebody else has set stays.
///
/// @param api of the cluster
/// @param sightings what is known of the pods
record DeletionCosts(ClusterApi api, Sightings sightings) {

    /// Less than that of pods of which nothing is said, which is 0.
    private static final String LOW = "-1";

    void leaveFirst(PredictorKey key, List<String> pods) {
        for (PodSighting pod : sightings.of(key).pods().values()) {
            String cost = pods.contains(pod.name()) ? LOW : null;
            boolean ours = pod.deletionCost() == null || pod.deletionCost().equals(LOW);
            boolean differs = (pod.deletionCost() == null) != (cost == null);
            if (ours && differs && !pod.leaving()) {
                set(key, pod, cost);
            }
        }
    }

    private void set(PredictorKey key, PodSighting pod, @Nullable String cost) {
        try {
            Map<String, @Nullable String> marks =
                    Collections.singletonMap(PodSighting.DELETION_COST, cost);
            sightings.saw(key, PodSighting.of(api.annotate(pod, marks)));
        } catch (RefusedByClusterException e) {
            // It is gone, or the deployer may not: then Kubernetes picks.
            Log.debugf("No deletion cost pod=%s reason=%s", pod.name(), e.getMessage());
        }
    }
}
